import {
  anInvoice,
  type InvoiceFacts,
  type InvoiceOptions,
  makeImage,
  makeOfd,
  makePdf,
  makeTestCa,
  makeXml,
} from '@countinghouse/invoice-maker';
import { firm } from './firm.ts';

export type Paper = 'pdf' | 'ofd' | 'xml' | 'jpeg';

export interface DemoInvoice {
  /** The same seed gives the same invoice. */
  seed: string;
  paper: Paper;
  options: Omit<InvoiceOptions, 'seed' | 'buyer'>;
}

const ca = makeTestCa('countinghouse-demo');

/** Under this certificate the demonstration's sealed invoices are valid; nobody else trusts it. */
export const demoTrustedRoots: readonly Uint8Array[] = [ca.certificate];

export async function makePaper({ seed, paper, options }: DemoInvoice): Promise<{ name: string; bytes: Uint8Array }> {
  const [buyer] = firm.buyers;
  const facts = anInvoice({ seed, ...options, ...(buyer ? { buyer } : {}) });
  return { name: `${nameOf(facts)}.${paper === 'jpeg' ? 'jpg' : paper}`, bytes: await bytesOf(facts, paper) };
}

async function bytesOf(facts: InvoiceFacts, paper: Paper): Promise<Uint8Array> {
  switch (paper) {
    case 'pdf':
      return makePdf(facts);
    case 'ofd':
      return makeOfd(facts, { sign: ca });
    case 'xml':
      return new TextEncoder().encode(makeXml(facts));
    case 'jpeg':
      return makeImage(facts, { format: 'jpeg', widthPx: 1600 });
  }
}

const nameOf = (facts: InvoiceFacts): string =>
  facts.kind === 'rail_ticket' ? `铁路电子客票_${facts.number}` : `dzfp_${facts.number}_${facts.seller.name}`;
