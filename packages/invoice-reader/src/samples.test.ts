import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readInvoice } from './read-invoice.ts';
import type { InvoiceDocument } from './reading.ts';
import { parseMinor, toRate } from './values/decimal.ts';

/** Real files with hand-checked truth lie beside the repository on the machines of those who have them. */
const FOLDER = new URL('../../../../shared/samples/invoices/', import.meta.url);
const truthFile = fileURLToPath(new URL('truth.json', FOLDER));
const KINDS = /^(?:cn-pdf|cn-xml|cn-ofd|ofd-container|intl-xml|intl-pdf-facturx)/;

interface Truth {
  file: string;
  kind: string;
  fields: Record<string, unknown>;
  checks?: { signatureIntact?: boolean };
}

const hasSamples = existsSync(truthFile);
const parsed: Truth[] = hasSamples ? JSON.parse(await readFile(truthFile, 'utf8')) : [];
const truths = parsed.filter((truth) => KINDS.test(truth.kind));

const NOT_FIELDS = new Set([
  'items',
  'itemCount',
  'entries',
  'qrText',
  'signatureStatus',
  'isInvoice',
  'lineCount',
  'profile',
]);
const ITEM_FIELDS: Record<string, string> = { spec: 'specification' };

function comparable(name: string, value: unknown): string {
  const text = String(value).normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (/rate/i.test(name)) return toRate(text) ?? text;
  const minor = /amount|fare|surcharge|fund|taxes|price|quantity/i.test(name) ? parseMinor(text) : null;
  return minor === null ? text : String(minor);
}

function expectFields(expected: Record<string, unknown>, read: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (NOT_FIELDS.has(name)) continue;
    const got = read[ITEM_FIELDS[name] ?? name];
    expect(comparable(name, got), name).toBe(comparable(name, value));
  }
}

const arithmetic = (document: InvoiceDocument) =>
  document.checks.filter(({ id, status }) => status === 'fail' && !/tax_id|signature/.test(id));

describe.skipIf(!hasSamples)('real files (skipped where the sample folder is absent)', () => {
  it.each(truths)('$file', async (truth) => {
    const bytes = await readFile(fileURLToPath(new URL(truth.file, FOLDER)));
    const reading = await readInvoice(bytes, { fileName: truth.file });
    expect(reading.error).toBeNull();
    const [document] = reading.documents;
    if (!document) throw new Error('nothing was read');
    if (truth.fields.isInvoice === false) {
      expect(document.isInvoice).toBe(false);
      return;
    }
    expectFields(truth.fields, document.fields);
    const items = Array.isArray(truth.fields.items) ? truth.fields.items : [];
    for (const [index, item] of items.entries()) expectFields(item, { ...document.fields.items?.[index] });
    expect(arithmetic(document)).toEqual([]);
    expect(document.signature.status === 'altered').toBe(truth.checks?.signatureIntact === false);
    expect(document.signature.status).not.toBe('valid');
  });
});
