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

/** Every kind in every format that it has; the photos of a few only, because they take half a second each. */
export async function* sampleFiles(seed: string | number): AsyncGenerator<SampleFile> {
  const ca = makeTestCa(seed);
  for (const [name, options] of Object.entries(KINDS)) {
    const facts = anInvoice({ seed: `${seed}/${name}`, ...options });
    const file = (suffix: string, bytes: Uint8Array): SampleFile => ({ fileName: `${name}${suffix}`, bytes, facts });
    yield file('.pdf', await makePdf(facts));
    yield file('.ofd', await makeOfd(facts));
    yield file('.png', await makeImage(facts, { format: 'png', widthPx: 1400 }));
    if (facts.kind !== 'vat_ordinary_electronic') yield file('.xml', new TextEncoder().encode(makeXml(facts)));
    if (facts.kind === 'vat_ordinary_electronic') {
      yield file('-signed.ofd', await makeOfd(facts, { sign: ca }));
      yield file('-tampered.ofd', await makeOfd(facts, { sign: ca, tamper: true }));
    }
    if (['hotel-special', 'old-catering'].includes(name)) {
      yield file('.jpg', await makeImage(facts, { format: 'jpeg', widthPx: 1400 }));
      yield file('-photo.jpg', await makePhoto(facts, seed));
    }
  }
}
