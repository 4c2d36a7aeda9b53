import { type InvoiceField, Refusal } from '@countinghouse/protocol';
import { parseAmountMinor } from './amount.ts';
import { knownFieldNames } from './document.ts';
import { currencyOf } from './invoice.ts';

export interface Correction {
  field: string;
  value: string;
}

/** What goes on record: a confirmation has equal sides. */
export interface CorrectionRecord {
  field: string;
  from: string;
  to: string;
}

const amountFields = new Set(['amountWithoutTax', 'taxAmount', 'totalAmount']);
const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** Applies corrections and confirmations; what was read stays beside the new value. */
export function correctFields(
  fields: readonly InvoiceField[],
  corrections: readonly Correction[],
): { fields: InvoiceField[]; records: CorrectionRecord[] } {
  let corrected = [...fields];
  const records: CorrectionRecord[] = [];
  for (const { field: name, value: given } of corrections) {
    const value = given.trim();
    const before = corrected.find((field) => field.name === name);
    if (!before && !knownFieldNames.has(name)) {
      throw new Refusal('invoice_field_unknown', `there is no field ${name}`, { field: name });
    }
    checkValue(name, value, currencyOf(corrected));
    records.push({ field: name, from: before?.value ?? '', to: value });
    const after = before ? correctField(before, value) : added(name, value);
    corrected = before ? corrected.map((field) => (field.name === name ? after : field)) : [...corrected, after];
  }
  return { fields: corrected, records };
}

const added = (name: string, value: string): InvoiceField => ({
  name,
  value,
  source: 'person',
  readValue: '',
  isDoubtful: false,
});

function correctField(before: InvoiceField, value: string): InvoiceField {
  if (value === before.value) return { ...before, isDoubtful: false };
  return { ...before, value, source: 'person', isDoubtful: false, readValue: before.readValue ?? before.value };
}

function checkValue(name: string, value: string, currency: string): void {
  const refuse = (what: string) => {
    throw new Refusal('request_malformed', `${name} must be ${what}`, { place: name });
  };
  if (amountFields.has(name) && value !== '' && parseAmountMinor(value, currency) === null) {
    refuse(`an amount in ${currency}`);
  }
  if (name === 'issueDate' && !isCalendarDate(value)) refuse('a date such as 2026-11-22');
  if (name === 'currency' && !/^[A-Z]{3}$/.test(value)) refuse('a currency such as CNY');
  if ((name === 'totalAmount' || name === 'sellerName') && value === '') refuse('given');
}

function isCalendarDate(value: string): boolean {
  if (!dateForm.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
