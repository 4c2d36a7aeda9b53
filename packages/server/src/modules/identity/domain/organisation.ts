import { type BilingualName, Refusal } from '@countinghouse/protocol';

export const cleanName = ({ zh, en }: BilingualName): BilingualName =>
  en === undefined ? { zh: zh.trim() } : { zh: zh.trim(), en: en.trim() };

/**
 * In the form that invoices print it. Length and letters are demanded; a check character that does not fit is for the
 * administrator to look at, because ids of 15 and 20 characters have none.
 */
export function cleanTaxId(typed: string): string {
  const taxId = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (!/^[0-9A-Z]{15,20}$/.test(taxId)) throw new Refusal('tax_id_malformed', undefined, { taxId: typed });
  return taxId;
}
