import type { Firm, InvoiceCheck, InvoiceField } from '@countinghouse/protocol';
import { fieldValue } from './invoice.ts';

/** Full-width and half-width forms are one: 恒远（特殊普通合伙） = 恒远(特殊普通合伙). */
export const normalName = (name: string): string => name.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/** `buyer_is_firm`: name and tax id must belong to one entry of the firm's profile. */
export function checkBuyer(fields: readonly InvoiceField[], firm: Firm): InvoiceCheck {
  const name = normalName(fieldValue(fields, 'buyerName'));
  const taxId = normalName(fieldValue(fields, 'buyerTaxId'));
  const result = (status: InvoiceCheck['status'], message: string): InvoiceCheck => ({
    id: 'buyer_is_firm',
    status,
    fields: ['buyerName', 'buyerTaxId'],
    message,
  });
  if (name === '' && taxId === '') return result('unknown', 'The document names no buyer.');
  const byName = firm.buyers.filter((buyer) => normalName(buyer.name) === name);
  const byTaxId = firm.buyers.filter((buyer) => normalName(buyer.taxId) === taxId);
  if (byName.some((buyer) => byTaxId.includes(buyer))) return result('pass', 'The buyer is our firm.');
  if (byName.length > 0 && taxId === '') return result('warn', 'The name is ours; the tax id is missing.');
  if (byName.length > 0) return result('fail', 'The name is ours; the tax id is not.');
  if (byTaxId.length > 0) return result('warn', 'The tax id is ours; the name is written differently.');
  return result('fail', 'The buyer is not our firm.');
}
