import { readFaces } from '../../layout/read-face.ts';
import type { InvoiceDocument } from '../../reading.ts';
import { parseMinor } from '../../values/decimal.ts';
import type { PageText } from '../page-text.ts';
import { lineSums } from './items.ts';
import { layoutPage, readFurtherFields } from './layout-rules.ts';
import { FieldSheet } from './sheet.ts';
import { repairTaxId } from './tax-id-repair.ts';

export const ROLL_INVOICE = '增值税普通发票（卷票）';

/** Adds what a roll invoice says beyond a receipt's head: its buyer, its codes and its lines. */
export function withRollFields(document: InvoiceDocument, page: PageText): InvoiceDocument {
  const sheet = new FieldSheet(page);
  const known = { has: (name: string): boolean => document.fields[name] !== undefined, isDigital: false };
  for (const [name, reading] of readFurtherFields(page, known)) {
    const id = name === 'buyerTaxId' ? repairTaxId(reading.value) : undefined;
    sheet.set(name, id === undefined ? reading : { ...reading, value: id.value, doubtful: id.verdict !== 'valid' });
  }
  const items = readFaces([layoutPage(page)])[0]?.fields.items ?? [];
  // A roll has no tax column: its lines add up to the total.
  sheet.setItems(items, lineSums(items).amount !== parseMinor(document.fields.totalAmount));
  return {
    ...document,
    fields: { ...sheet.fields(), ...document.fields },
    origins: { ...sheet.origins(), ...document.origins },
    doubts: [...new Set([...document.doubts, ...sheet.doubts()])],
  };
}
