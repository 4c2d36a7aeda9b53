import type { FieldSource, InvoiceFields, InvoiceItem, Place } from '../reading.ts';

/** What one source says about one invoice. Several candidates of one document are compared and merged. */
export interface Candidate {
  source: FieldSource;
  fields: InvoiceFields;
  places: Record<string, Place>;
  /** Where each of `fields.items` stands. */
  itemPlaces?: Map<InvoiceItem, Place>;
  /** Fields that were computed from others of the same candidate. */
  derived?: readonly string[];
}

export function setField(fields: InvoiceFields, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') fields[name] = value;
}
