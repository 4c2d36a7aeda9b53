import { type Zippable, zipSync } from 'fflate';
import type { InvoiceFacts } from './facts.ts';
import { documentFiles } from './ofd/document-files.ts';
import { signFiles } from './ofd/sign-files.ts';
import type { TestCa } from './seal/test-ca.ts';

export interface OfdOptions {
  /** Who seals it; without this there is no signature, as on 数电票. */
  sign?: TestCa;
  /** Changes the total on the page after sealing. */
  tamper?: boolean;
}

const PAGE = 'Doc_0/Pages/Page_0/Content.xml';

/** An OFD container (GB/T 33190-2016) with the same page as the PDF. */
export async function makeOfd(facts: InvoiceFacts, { sign, tamper = false }: OfdOptions = {}): Promise<Uint8Array> {
  const files = await documentFiles(facts, { signed: sign !== undefined });
  if (sign) await signFiles({ files, facts, ca: sign });
  if (tamper) {
    const changed = await documentFiles({ ...facts, totalAmount: `9${facts.totalAmount}` }, { signed: true });
    const page = changed.get(PAGE);
    if (page) files.set(PAGE, page);
  }
  // A zip entry holds local time without zone, so the parts are given as local ones to be the same everywhere.
  const [year = 2026, month = 1, day = 1] = facts.issueDate.split('-').map(Number);
  const entries: Zippable = {};
  for (const [path, content] of files) entries[path] = content;
  return zipSync(entries, { mtime: new Date(year, month - 1, day, 10, 8, 6) });
}
