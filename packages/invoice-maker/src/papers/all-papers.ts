import { AIR_VARIANTS, anAirPaper } from './air.ts';
import { aFiscalReceipt, FISCAL_KINDS } from './fiscal.ts';
import { aLongInvoice, anInvoiceWithList } from './long-invoices.ts';
import { aLetter, LETTERS } from './not-invoices.ts';
import { OLD_FORMS } from './old-forms.ts';
import type { Paper } from './paper.ts';
import { aRailPaper, RAIL_VARIANTS } from './rail.ts';
import { aSpecialBusiness, BUSINESSES } from './special-business.ts';

/** Every paper of this package once: special businesses, other forms, tickets, receipts, long invoices, no invoices. */
export async function* allPapers(seed: string | number): AsyncGenerator<Paper> {
  for (const name of Object.keys(BUSINESSES)) yield aSpecialBusiness(seed, name);
  for (const make of Object.values(OLD_FORMS)) yield make(String(seed));
  for (const name of Object.keys(RAIL_VARIANTS)) yield aRailPaper(seed, name);
  for (const name of Object.keys(AIR_VARIANTS)) yield anAirPaper(seed, name);
  for (const name of Object.keys(FISCAL_KINDS)) yield aFiscalReceipt(seed, name);
  for (const count of [8, 60]) yield aLongInvoice(seed, count);
  yield anInvoiceWithList(seed, 40);
  for (const name of Object.keys(LETTERS)) yield aLetter(name);
}
