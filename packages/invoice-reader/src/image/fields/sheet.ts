import type { FieldOrigin, FieldSource, InvoiceFields, InvoiceItem } from '../../reading.ts';
import { type PageGlyph, type PageText, placeOf } from '../page-text.ts';
import { confidenceOf } from './labels.ts';

/** A value with what speaks for and against it. */
export interface FieldReading {
  value: string;
  source: FieldSource;
  glyphs?: readonly PageGlyph[];
  /** True where a person should look: unsure characters, a failed check, a contradiction. */
  doubtful: boolean;
  alternatives?: { source: FieldSource; value: string }[];
}

/** Collects the readings of one document. */
export class FieldSheet {
  private readonly readings = new Map<string, FieldReading>();
  private items: InvoiceItem[] = [];
  private itemsDoubtful = false;

  private readonly page: PageText;

  constructor(page: PageText) {
    this.page = page;
  }

  set(name: string, reading: FieldReading | undefined): void {
    if (reading !== undefined && reading.value !== '') this.readings.set(name, reading);
  }

  get(name: string): FieldReading | undefined {
    return this.readings.get(name);
  }

  setItems(items: InvoiceItem[], doubtful: boolean): void {
    this.items = items;
    this.itemsDoubtful = doubtful;
  }

  /** Where the form was not recognised, a reading may belong to something else on the picture. */
  doubtReadings(): void {
    for (const [name, reading] of this.readings) {
      if (reading.source !== 'qr') this.readings.set(name, { ...reading, doubtful: true });
    }
  }

  sources(): Set<FieldSource> {
    return new Set([...this.readings.values()].map((reading) => reading.source));
  }

  fields(): InvoiceFields {
    const fields: InvoiceFields = {};
    for (const [name, reading] of this.readings) fields[name] = reading.value;
    if (this.items.length > 0) fields.items = this.items;
    return fields;
  }

  origins(): Record<string, FieldOrigin> {
    const origins: Record<string, FieldOrigin> = {};
    for (const [name, reading] of this.readings) {
      const { glyphs } = reading;
      origins[name] = {
        source: reading.source,
        place: glyphs === undefined ? undefined : placeOf(glyphs, this.page.picture),
        confidence: reading.source === 'ocr' && glyphs !== undefined ? confidenceOf(glyphs) : undefined,
        alternatives: reading.alternatives,
      };
    }
    return origins;
  }

  doubts(): string[] {
    const doubts = [...this.readings].filter(([, reading]) => reading.doubtful).map(([name]) => name);
    return this.itemsDoubtful && this.items.length > 0 ? [...doubts, 'items'] : doubts;
  }
}
