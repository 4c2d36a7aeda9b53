import type { Invoice, InvoiceId } from '@countinghouse/protocol';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { findCurrentInstance } from '../../ledger/index.ts';
import { accessInvoice, findPermittedActions } from '../access.ts';
import { presentCards } from '../actions/refresh-cards.ts';
import type { InvoicesContext } from '../deps.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { isCorrectable } from '../domain/life.ts';
import { listCorrections } from '../store/correction-store.ts';

export async function getInvoice(
  context: InvoicesContext,
  input: { subject: Subject; invoiceId: InvoiceId },
): Promise<Invoice> {
  const { database } = context;
  const invoice = await accessInvoice(database, { ...input, action: 'read' });
  const cards = await presentCards(database, [invoice]);
  const card = cards.get(invoice.id);
  if (!card) throw new Error(`no card for invoice ${invoice.id}`);
  const records = await context.questions.listForInvoices(database, [invoice.id]);
  const questions = records.map((record) => record.question);
  return {
    card,
    conversationId: invoice.conversationId,
    messageSeq: invoice.messageSeq,
    claimId: invoice.claim?.id ?? null,
    fields: invoice.fields,
    items: invoice.items,
    signature: invoice.signature,
    pageCount: invoice.pageCount,
    questions,
    bookingInstance: can(input.subject, 'read', 'ledger', {}) ? await findBooking(context, invoice) : null,
    corrections: await listCorrections(database, invoice.id),
    createdAt: invoice.createdAt,
    actions: await findActions(context, { ...input, invoice, questions }),
  };
}

async function findActions(
  context: InvoicesContext,
  input: { subject: Subject; invoice: InvoiceRecord; questions: Invoice['questions'] },
): Promise<Invoice['actions']> {
  const { invoice, subject } = input;
  const permitted = await findPermittedActions(context.database, { subject, invoiceId: invoice.id });
  const actions: Invoice['actions'] = [];
  if (permitted.has('correct') && isCorrectable(invoice)) actions.push('correct');
  if (permitted.has('claim') && invoice.status === 'checked') actions.push('claim');
  if (permitted.has('ask') && invoice.uploaderId !== subject.userId) actions.push('ask');
  const isAsked = input.questions.some((question) => question.askedOfId === subject.userId && !question.answer);
  if (isAsked) actions.push('answer');
  return actions;
}

const findBooking = async (
  { database }: InvoicesContext,
  invoice: InvoiceRecord,
): Promise<Invoice['bookingInstance']> => (await findCurrentInstance(database, invoice.id)) ?? null;
