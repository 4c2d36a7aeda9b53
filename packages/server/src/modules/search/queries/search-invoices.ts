import type { InvoiceHit } from '@countinghouse/protocol';
import { where } from '../../../platform/rights/index.ts';
import { readMessages } from '../../messaging/index.ts';
import { rangeOf } from '../indexing/index-batch.ts';
import { invoiceParts } from '../indexing/make-documents.ts';
import { fold } from '../language/fold-text.ts';
import { makePartialSnippet } from '../language/make-snippet.ts';
import { matchText } from '../language/match-text.ts';
import { placeTokens, type Token } from '../language/tokens.ts';
import { type Candidate, invoiceTable } from '../store/candidate-store.ts';
import { type FoundInvoice, findReadableInvoices, listConcernedInvoiceIds } from '../store/invoice-source.ts';
import { findPage, judgeText } from './find-page.ts';
import type { FoundPage, SearchScope } from './scope.ts';

export async function searchInvoices(scope: SearchScope): Promise<FoundPage<InvoiceHit>> {
  const { subject } = scope;
  const tokens: Token[] = [];
  if (scope.actorId) tokens.push(placeTokens.actor(scope.actorId));
  if (scope.only) tokens.push(placeTokens.conversation(scope.only.conversationId));
  // Finance reads them all; of others the own ones and those that concern them are tried, and the rule table decides.
  const concerned = subject.roles.has('finance') ? undefined : await listConcernedInvoiceIds(scope.db, subject.userId);
  const isOwnOnly = concerned?.length === 0;
  return findPage(scope, {
    kind: 'invoice',
    table: invoiceTable,
    tokens: isOwnOnly ? [...tokens, placeTokens.actor(subject.userId)] : tokens,
    condition: (bind) =>
      concerned
        ? `(d.uploader_id = ${bind(subject.userId)} or d.invoice_id = any(${bind(concerned)}::uuid[]))`
        : 'true',
    filter: (bind) =>
      `(select true from invoices i where i.id = r.invoice_id and ${where(subject, 'read', 'invoice', { alias: 'i', bind })})`,
    judge: judgeText(scope),
    load: (candidates) => loadInvoices(scope, candidates),
  });
}

async function loadInvoices(
  scope: SearchScope,
  candidates: readonly Candidate[],
): Promise<readonly (InvoiceHit | undefined)[]> {
  const ids = candidates.map(({ key: [id] }) => String(id));
  const found = await findReadableInvoices(scope.db, scope.subject, ids);
  const standing = await findStanding(scope, found);
  const byId = new Map(found.map((invoice) => [String(invoice.invoiceId), invoice]));
  return ids.map((id) => {
    const invoice = byId.get(id);
    return invoice && presentInvoice(scope, invoice, standing.has(placeKey(invoice)));
  });
}

const placeKey = (invoice: FoundInvoice): string => `${invoice.conversationId} ${invoice.messageSeq}`;

/** The messages with these invoices that the person may open: seen by them and not recalled. */
async function findStanding(scope: SearchScope, found: readonly FoundInvoice[]): Promise<ReadonlySet<string>> {
  const readable = new Map(scope.readable.map((place) => [place.conversationId, place.visibleFromSeq]));
  const open = found.filter(
    ({ conversationId, messageSeq }) => messageSeq >= (readable.get(conversationId) ?? Number.POSITIVE_INFINITY),
  );
  const ranges = open.map(({ conversationId, messageSeq }) => rangeOf({ conversationId, seq: messageSeq }));
  const messages = await readMessages(scope.context, scope.db, ranges);
  return new Set(messages.map((message) => `${message.conversationId} ${message.seq}`));
}

function presentInvoice(scope: SearchScope, invoice: FoundInvoice, isStanding: boolean): InvoiceHit | undefined {
  const parts = invoiceParts(invoice);
  if (!matchText(scope.parsed, fold(parts.map(({ value }) => value).join('\n')))) return undefined;
  const [best] = parts
    .map((part) => ({ ...part, snippet: makePartialSnippet(scope.parsed, part.value) }))
    .sort((left, right) => markedLength(right.snippet) - markedLength(left.snippet));
  if (!best) return undefined;
  const value = (name: string) => invoice.fields.find((field) => field.name === name)?.value ?? '';
  return {
    kind: 'invoice',
    invoiceId: invoice.invoiceId,
    place: isStanding ? { conversationId: invoice.conversationId, seq: invoice.messageSeq } : null,
    status: invoice.status,
    number: value('invoiceNumber'),
    sellerName: value('sellerName'),
    buyerName: value('buyerName'),
    issueDate: value('issueDate'),
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    at: invoice.at.toISOString(),
    field: best.field,
    snippet: best.snippet,
  };
}

const markedLength = ({ marks }: { marks: readonly (readonly [number, number])[] }): number =>
  marks.reduce((sum, [start, end]) => sum + end - start, 0);
