import type { ClaimCardData, claims as endpoints, QueryOf, ResponseOf } from '@countinghouse/protocol';
import { can, demand, parameters, type Subject, where } from '../../../platform/rights/index.ts';
import { listPendingFor } from '../../approvals/index.ts';
import type { ClaimsContext } from '../deps.ts';
import { countQueue, selectClaims } from '../store/claim-store.ts';
import { presentClaims } from './present-claims.ts';

/** A page that nobody scrolls through; older ones are found by status. */
const listSizeMax = 300;

export async function listClaims(
  context: ClaimsContext,
  input: { subject: Subject; query: QueryOf<typeof endpoints.list> },
): Promise<ClaimCardData[]> {
  const { subject, query } = input;
  const { values, bind } = parameters();
  const conditions = [where(subject, 'read', 'claim', { alias: 'c', bind })];
  if (query.scope === 'mine') conditions.push(`c.claimant_id = ${bind(subject.userId)}`);
  if (query.scope === 'queue') {
    demand(subject, 'read', 'ledger');
    conditions.push(`c.status in ('approved', 'booked')`);
  }
  if (query.status) conditions.push(`c.status = ${bind(query.status)}`);
  const found = await selectClaims(
    context.database,
    `${conditions.join(' and ')} order by c.id desc limit ${bind(listSizeMax)}`,
    values,
  );
  return presentClaims(context, context.database, found);
}

export async function getInbox(context: ClaimsContext, subject: Subject): Promise<ResponseOf<typeof endpoints.inbox>> {
  const { database } = context;
  const pending = await listPendingFor(database, subject.userId);
  const toApprove = await selectClaims(database, 'c.approval_id = any($1::uuid[]) order by c.submitted_at, c.id', [
    pending.map((approval) => approval.id),
  ]);
  const returned = await selectClaims(database, `c.claimant_id = $1 and c.status = 'returned' order by c.id`, [
    subject.userId,
  ]);
  const questions = await context.invoices.listOpenQuestionsFor(database, subject.userId);
  return {
    approvals: await presentClaims(context, database, toApprove),
    returned: await presentClaims(context, database, returned),
    questions: questions.map(({ question, invoiceId }) => ({
      questionId: question.id,
      invoiceId,
      text: question.text,
      askedById: question.askedById,
      askedAt: question.askedAt,
    })),
    queueCount: can(subject, 'read', 'ledger', {}) ? await countQueue(database, subject.userId) : 0,
  };
}
