import { anInvoice, type InvoiceOptions } from './an-invoice.ts';
import type { InvoiceFacts } from './facts.ts';
import { makeOfd } from './ofd.ts';
import { makePdf } from './pdf.ts';
import { makePhoto } from './photo.ts';
import { makeImage } from './picture.ts';
import { makeTestCa } from './seal/test-ca.ts';
import { makeXml } from './xml.ts';

/** One invoice of every kind that matters for reading and for policy. */
const KINDS: Record<string, Omit<InvoiceOptions, 'seed'>> = {
  'hotel-special': { preset: 'hotel', kind: 'digital_special' },
  'hotel-small-taxpayer': { preset: 'hotel_small' },
  consulting: { preset: 'consulting', kind: 'digital_special' },
  catering: { preset: 'catering' },
  'taxi-discount': { preset: 'taxi', discount: true },
  'coach-ticket': { preset: 'passenger_transport' },
  'office-supplies': { preset: 'office_supplies', kind: 'digital_special' },
  training: { preset: 'training' },
  'training-exempt': { preset: 'training', exempt: true },
  printing: { preset: 'printing', kind: 'digital_special' },
  conference: { preset: 'conference', kind: 'digital_special' },
  'conference-red-letter': { preset: 'conference', kind: 'digital_special', cancels: '26312000012345678901' },
  'old-catering': { preset: 'catering', kind: 'vat_ordinary_electronic' },
  'old-office-supplies': { preset: 'office_supplies', kind: 'vat_ordinary_electronic' },
  'old-catering-red-letter': {
    preset: 'catering',
    kind: 'vat_ordinary_electronic',
    cancels: '01100260011132712264',
  },
  'rail-ticket': { kind: 'rail_ticket' },
};

export interface SampleFile {
  fileName: string;
  bytes: Uint8Array;
  facts: InvoiceFacts;
}

/**
 * Every kind in every format that it has; the photos of a few only, because they take half a second each. What is not
 * wanted is not made.
 */
export async function* sampleFiles(
  seed: string | number,
  isWanted: (fileName: string) => boolean = () => true,
): AsyncGenerator<SampleFile> {
  const ca = makeTestCa(seed);
  for (const [name, options] of Object.entries(KINDS)) {
    const facts = anInvoice({ seed: `${seed}/${name}`, ...options });
    const isOld = facts.kind === 'vat_ordinary_electronic';
    const isPhotographed = ['hotel-special', 'old-catering'].includes(name);
    const makers: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
      '.pdf': () => makePdf(facts),
      '.ofd': () => makeOfd(facts),
      '.png': () => makeImage(facts, { format: 'png', widthPx: 1400 }),
      ...(isOld
        ? {
            '-signed.ofd': () => makeOfd(facts, { sign: ca }),
            '-tampered.ofd': () => makeOfd(facts, { sign: ca, tamper: true }),
          }
        : { '.xml': () => new TextEncoder().encode(makeXml(facts)) }),
      ...(isPhotographed && {
        '.jpg': () => makeImage(facts, { format: 'jpeg', widthPx: 1400 }),
        '-photo.jpg': () => makePhoto(facts, seed),
      }),
    };
    for (const [suffix, make] of Object.entries(makers)) {
      const fileName = `${name}${suffix}`;
      if (isWanted(fileName)) yield { fileName, bytes: await make(), facts };
    }
  }
}
