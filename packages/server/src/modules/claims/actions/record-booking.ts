import type { Firm, InvoiceId, UserId, Voucher } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { findFirm } from '../../identity/index.ts';
import { readerFields } from '../../invoices/index.ts';
import type { BookedInvoice } from '../../ledger/index.ts';
import type { ClaimsContext } from '../deps.ts';
import type { ClaimRecord } from '../domain/claim.ts';

/** 入账信息 of every invoice of the claim: after booking, and again when the voucher is reversed. */
export async function recordBooking(
  context: ClaimsContext,
  tx: Transaction,
  input: { claim: ClaimRecord; voucher: Voucher; reversal: Voucher | null; actorId: UserId },
): Promise<void> {
  const { claim, voucher, reversal, actorId } = input;
  const ids = claim.lines.map((line) => line.invoiceId);
  const found = await context.invoices.claiming.find(tx, ids);
  const firm = await findFirm(tx);
  await context.ledger.recordInstances(tx, {
    actorId,
    voucher,
    reversal,
    entityOf: ({ fields }) => entityOf(firm, fields),
    invoices: ids.flatMap((id) => bookedInvoice(id, found)),
  });
}

function bookedInvoice(
  id: InvoiceId,
  found: Awaited<ReturnType<ClaimsContext['invoices']['claiming']['find']>>,
): BookedInvoice[] {
  const invoice = found.get(id)?.invoice;
  if (!invoice) return [];
  return [{ id, fields: readerFields(invoice.fields, invoice.items), isChecked: invoice.signature === 'valid' }];
}

/** The firm may buy under several names (branches); the one on the invoice keeps the books, else the first. */
function entityOf(firm: Firm, fields: BookedInvoice['fields']): { name: string; taxId: string } {
  const { buyers } = firm;
  const named =
    buyers.find((buyer) => buyer.taxId === fields.buyerTaxId) ??
    buyers.find((buyer) => buyer.name === fields.buyerName) ??
    buyers[0];
  return named ?? { name: firm.name.zh, taxId: '' };
}
