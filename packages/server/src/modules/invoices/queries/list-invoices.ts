import type { invoices as endpoints, InvoiceRow, QueryOf } from '@countinghouse/protocol';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';
import { presentCards } from '../actions/refresh-cards.ts';
import type { InvoicesContext } from '../deps.ts';
import { selectInvoices } from '../store/invoice-store.ts';

const pageSizeDefault = 50;

export async function listInvoices(
  context: Pick<InvoicesContext, 'database'>,
  input: { subject: Subject; query: QueryOf<typeof endpoints.list> },
): Promise<InvoiceRow[]> {
  const { subject, query } = input;
  const { values, bind } = parameters();
  const conditions = [where(subject, 'read', 'invoice', { alias: 'i', bind })];
  if (query.conversationId) conditions.push(`i.conversation_id = ${bind(query.conversationId)}`);
  if (query.status) conditions.push(`i.status = ${bind(query.status)}`);
  if (query.mine) conditions.push(`i.uploader_id = ${bind(subject.userId)}`);
  if (query.beforeId) conditions.push(`i.id < ${bind(query.beforeId)}`);
  const limit = bind(query.limit ?? pageSizeDefault);
  const found = await selectInvoices(
    context.database,
    `${conditions.join(' and ')} order by i.id desc limit ${limit}`,
    values,
  );
  const cards = await presentCards(context.database, found);
  return found.flatMap((invoice) => {
    const card = cards.get(invoice.id);
    if (!card) return [];
    const { conversationId, messageSeq, createdAt } = invoice;
    return [{ card, conversationId, messageSeq, claimId: invoice.claim?.id ?? null, createdAt }];
  });
}
