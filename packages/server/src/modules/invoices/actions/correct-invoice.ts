import type { InvoiceDocument } from '@countinghouse/invoice-reader';
import { type InvoiceCheck, type InvoiceId, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { findFirm } from '../../identity/index.ts';
import { accessInvoiceForUpdate } from '../access.ts';
import type { InvoicesContext } from '../deps.ts';
import { checkBuyer } from '../domain/buyer.ts';
import { type Correction, correctFields } from '../domain/correction.ts';
import { readerFields } from '../domain/document.ts';
import { doubtsOf, type InvoiceRecord } from '../domain/invoice.ts';
import { isCorrectable } from '../domain/life.ts';
import { mergeChecks } from '../domain/server-checks.ts';
import { invoiceCorrected } from '../events.ts';
import { insertCorrections } from '../store/correction-store.ts';
import { changeContent, settle } from './change-invoice.ts';

/** Checks that look at the file or at several sources; a correction changes neither. */
const checksOfFile: ReadonlySet<string> = new Set(['signature', 'sources_agree']);

export async function correctInvoice(
  context: InvoicesContext,
  input: { subject: Subject; invoiceId: InvoiceId; version: number; corrections: readonly Correction[] },
): Promise<void> {
  const { subject, invoiceId } = input;
  await context.database.transaction(async (tx) => {
    const invoice = await accessInvoiceForUpdate(tx, { subject, action: 'correct', invoiceId });
    if (!isCorrectable(invoice)) {
      throw new Refusal('invoice_not_correctable', `the invoice is ${invoice.claim?.status ?? invoice.status}`);
    }
    if (invoice.version !== input.version) throw new Refusal('version_stale', 'somebody changed it meanwhile');
    const { fields, records } = correctFields(invoice.fields, input.corrections);
    const checks = await checkAgain(context, tx, { ...invoice, fields });
    const corrected = await changeContent(tx, invoice, { fields, checks });
    const at = context.clock.now();
    await insertCorrections(tx, { invoiceId, records, byId: subject.userId, at });
    recordAudit(tx, {
      at,
      actorId: subject.userId,
      action: 'invoice.correct',
      objectType: 'invoice',
      objectId: invoiceId,
      detail: { fields: records.map((record) => record.field), version: corrected.version },
    });
    await settle(context, tx, { before: [invoice], after: [corrected] });
    await context.events.emit(tx, invoiceCorrected, { invoiceId, actorId: subject.userId });
  });
}

async function checkAgain(context: InvoicesContext, tx: Transaction, invoice: InvoiceRecord): Promise<InvoiceCheck[]> {
  const document: InvoiceDocument = {
    isInvoice: true,
    fields: readerFields(invoice.fields, invoice.items),
    origins: {},
    doubts: doubtsOf(invoice.fields),
    checks: [],
    signature: { status: invoice.signature },
  };
  const values = context.reader.checkDocument(document).filter((check) => !checksOfFile.has(check.id));
  const buyer = checkBuyer(invoice.fields, await findFirm(tx));
  return mergeChecks(invoice.checks, [...values, buyer]);
}
