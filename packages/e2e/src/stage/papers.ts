import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** What the demonstration firm writes on its invoices. */
export const firmAsBuyer = { name: '衡岳会计师事务所（特殊普通合伙）', taxId: '91310115MA1K4HY761' };

/** The demonstration trusts the seals of this authority. */
const ca = makeTestCa('countinghouse-demo');

export type PaperKind = 'pdf' | 'ofd' | 'xml' | 'png';

export interface Paper {
  /** Where it lies on disk. */
  path: string;
  fileName: string;
  bytes: Uint8Array;
  facts: InvoiceFacts;
}

export interface PaperOrder extends Omit<InvoiceOptions, 'seed' | 'buyer'> {
  /** The same seed gives the same invoice. */
  seed: string;
  kind?: InvoiceOptions['kind'];
  paper?: PaperKind;
  buyer?: InvoiceOptions['buyer'];
}

/** Makes an invoice that names the firm as buyer, as a file in `folder`. */
export async function putPaper(folder: string, { paper = 'pdf', ...options }: PaperOrder): Promise<Paper> {
  const facts = anInvoice({ buyer: firmAsBuyer, issueDate: '2026-11-12', ...options });
  const fileName = `${facts.number}.${paper}`;
  const bytes = await bytesOf(facts, paper);
  return { path: await putFile(join(folder, fileName), bytes), fileName, bytes, facts };
}

export async function putFile(path: string, bytes: Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

async function bytesOf(facts: InvoiceFacts, paper: PaperKind): Promise<Uint8Array> {
  switch (paper) {
    case 'pdf':
      return makePdf(facts);
    case 'ofd':
      return makeOfd(facts, { sign: ca });
    case 'xml':
      return new TextEncoder().encode(makeXml(facts));
    case 'png':
      return makeImage(facts, { format: 'png', widthPx: 1500 });
  }
}

/** `1908.00` as people read it on the screen. */
export function spoken(amount: string): string {
  const [whole = '', fraction = '00'] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}
