import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPdfAttachments } from '../../pdf/pdf-attachments.ts';
import { openPdf } from '../../pdf/pdf-text.ts';
import { parseXml } from '../../xml/parse-xml.ts';
import type { En16931Invoice } from '../model.ts';
import { readEn16931 } from '../read-en16931.ts';
import { validateEn16931 } from './index.ts';

/** Published examples of the standard and its profiles, where they lie beside the repository. */
const folder = fileURLToPath(new URL('../../../../../../shared/samples/invoices/', import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^intl-.*\.(?:xml|pdf)$/.test(name)) : [];

async function invoicesIn(name: string): Promise<En16931Invoice[]> {
  const bytes = await readFile(`${folder}${name}`);
  if (name.endsWith('.pdf')) return (await readPdfAttachments(await openPdf(bytes))).en16931;
  const invoice = readEn16931(parseXml(bytes, name));
  return invoice ? [invoice] : [];
}

describe.skipIf(files.length === 0)('published examples (skipped where the sample folder is absent)', () => {
  it.each(files)('%s breaks no rule that is fatal', async (name) => {
    for (const invoice of await invoicesIn(name)) {
      expect(validateEn16931(invoice).filter(({ severity }) => severity === 'fatal')).toEqual([]);
    }
  });

  it('finds an invoice in at least twenty of them', async () => {
    const found = await Promise.all(files.map(invoicesIn));
    expect(found.filter((invoices) => invoices.length > 0).length).toBeGreaterThanOrEqual(20);
  });
});
