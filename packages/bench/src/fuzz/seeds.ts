import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  anEnInvoice,
  anInvoice,
  hostileFiles,
  makeCiiInvoice,
  makeFacturX,
  makeImage,
  makeOfd,
  makePdf,
  makeUblInvoice,
  makeXml,
} from '@countinghouse/invoice-maker';
import sharp from 'sharp';

export const formats = ['xml', 'ofd', 'pdf', 'image'] as const;
export type Format = (typeof formats)[number];

/** Real files beside the repository on the machines of those who have them. */
const SAMPLES = fileURLToPath(new URL('../../../../../shared/samples/invoices/', import.meta.url));
const SAMPLE_BYTES_MAX = 300_000;
const ENDINGS: Record<Format, RegExp> = {
  xml: /\.xml$/,
  ofd: /\.ofd$/,
  pdf: /\.pdf$/,
  image: /\.(?:jpe?g|png)$/,
};
/** Mutated pictures that still decode are read in full; small ones keep ten thousand of them affordable. */
const PICTURE_WIDTH = 160;
const PICTURE_KINDS = ['jpeg', 'png', 'webp', 'tiff', 'gif'] as const;

/** What inputs are made from: genuine files, the maker's, and its hostile ones. */
export async function seedFiles(format: Format): Promise<Uint8Array[]> {
  const made = format === 'image' ? await pictures() : [...(await madeFiles(format)), ...(await realFiles(format))];
  const hostile = await hostileFiles('fuzz', (fileName) => ENDINGS[format].test(fileName));
  return [...made, ...hostile.map(({ bytes }) => bytes).filter(({ length }) => length < SAMPLE_BYTES_MAX)];
}

async function madeFiles(format: Exclude<Format, 'image'>): Promise<Uint8Array[]> {
  const digital = anInvoice({ seed: 'fuzz-1', preset: 'hotel', kind: 'digital_special' });
  const facts = [digital, anInvoice({ seed: 'fuzz-2', preset: 'catering', kind: 'vat_ordinary_electronic' })];
  const european = anEnInvoice({ seed: 'fuzz-3' });
  switch (format) {
    case 'xml':
      return [makeXml(digital), makeUblInvoice(european), makeCiiInvoice(european, { profile: 'EN 16931' })].map(
        (xml) => new TextEncoder().encode(xml),
      );
    case 'ofd':
      return Promise.all(facts.map((invoice) => makeOfd(invoice)));
    case 'pdf':
      return Promise.all([...facts.map((invoice) => makePdf(invoice)), makeFacturX(european)]);
  }
}

async function realFiles(format: Format): Promise<Uint8Array[]> {
  if (!existsSync(SAMPLES)) return [];
  const names = (await readdir(SAMPLES)).filter((name) => ENDINGS[format].test(name)).sort();
  const files = await Promise.all(names.map((name) => readFile(join(SAMPLES, name))));
  return files.filter((bytes) => bytes.length < SAMPLE_BYTES_MAX);
}

async function pictures(): Promise<Uint8Array[]> {
  const invoice = anInvoice({ seed: 'fuzz-1', preset: 'hotel', kind: 'digital_special' });
  const small = sharp(await makeImage(invoice, { format: 'png', widthPx: 1400 })).resize(PICTURE_WIDTH);
  return Promise.all(PICTURE_KINDS.map((kind) => small.clone().toFormat(kind).toBuffer()));
}
