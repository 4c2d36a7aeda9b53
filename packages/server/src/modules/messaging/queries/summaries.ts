import {
  type ConversationEvent,
  type ConversationId,
  type ConversationSummary,
  type Draft,
  messagePreview,
  type ThreadDraft,
  type UserId,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { groupAlike, parameters, type Subject, where, whereAlike } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { peerOf } from '../domain/direct-key.ts';
import { settingsOf } from '../domain/settings.ts';
import { type DraftRow, openDraftRows } from '../store/draft-store.ts';
import { type EventRow, openEvents } from '../store/event-store.ts';
import {
  listPersonalSummaryRows,
  listSummaryRows,
  type PersonalSummaryRow,
  type SummaryRequest,
  type SummaryRow,
} from '../store/summary-store.ts';

type SummaryContext = Pick<MessagingContext, 'sealer'>;

/** Of the subject's conversations, those that they may read. */
export function readableBy(subject: Subject, ids?: readonly ConversationId[]): SummaryRequest {
  const { bind, values } = parameters();
  const mayRead = where(subject, 'read', 'conversation', { alias: 'c', bind });
  return { userId: subject.userId, mayRead, bind, values, ...(ids ? { ids } : {}) };
}

/** Rows of the subject's conversation list; those of `ids`, or all. What the subject may not read is left out. */
export const listSummaries = async (
  context: SummaryContext,
  db: Queryable,
  { subject, ids }: { subject: Subject; ids?: readonly ConversationId[] },
): Promise<ConversationSummary[]> =>
  presentSummaries(context, subject, await listSummaryRows(db, readableBy(subject, ids)));

/** Opens all last messages and drafts at once. */
export const presentSummaries = (
  context: SummaryContext,
  { userId }: Pick<Subject, 'userId'>,
  rows: readonly SummaryRow[],
): Promise<ConversationSummary[]> =>
  presentPersonalSummaries(
    context,
    rows.map((row) => ({ ...row, userId })),
  );

export interface SummaryWish {
  subject: Subject;
  ids: readonly ConversationId[];
}

/**
 * Rows of several people's lists, by person and conversation, in a statement for each kind of right. What a person may not
 * read is left out.
 */
export async function listPersonalSummaries(
  context: SummaryContext,
  db: Queryable,
  wishes: readonly SummaryWish[],
): Promise<ReadonlyMap<UserId, ReadonlyMap<ConversationId, ConversationSummary>>> {
  const found = await Promise.all(
    groupAlike(wishes).map((group) => {
      const { bind, values } = parameters();
      const mayRead = whereAlike(group, 'read', 'conversation', { alias: 'c', user: 'w.user_id', bind });
      const places = group.flatMap(({ subject: { userId }, ids }) =>
        ids.map((conversationId) => ({ userId, conversationId })),
      );
      return listPersonalSummaryRows(db, { places, mayRead, bind, values });
    }),
  );
  const rows = found.flat();
  const summaries = await presentPersonalSummaries(context, rows);
  const byPerson = new Map<UserId, Map<ConversationId, ConversationSummary>>();
  for (const [index, summary] of summaries.entries()) {
    const userId = rows[index]?.userId;
    if (userId === undefined) continue;
    const own = byPerson.get(userId) ?? new Map<ConversationId, ConversationSummary>();
    byPerson.set(userId, own.set(summary.id, summary));
  }
  return byPerson;
}

/** Opens each last message once, also where many people have it. */
async function presentPersonalSummaries(
  { sealer }: SummaryContext,
  rows: readonly PersonalSummaryRow[],
): Promise<ConversationSummary[]> {
  const begun = rows.flatMap((row) => draftsOf(row).map((draft) => ({ row, draft })));
  const events = new Map(rows.flatMap(lastMessageOf).map((event) => [`${event.conversationId} ${event.seq}`, event]));
  const [opened, drafts] = await Promise.all([
    openEvents(sealer, [...events.values()]),
    openDraftRows(
      sealer,
      begun.map(({ draft }) => draft),
    ),
  ]);
  const openedEvents = new Map(opened.map((event) => [`${event.conversationId} ${event.seq}`, event]));
  const ownDrafts = new Map<PersonalSummaryRow, BegunDraft[]>();
  for (const [index, { row, draft }] of begun.entries()) {
    const opened = drafts[index];
    if (opened) ownDrafts.set(row, [...(ownDrafts.get(row) ?? []), { ...opened, threadSeq: draft.threadSeq }]);
  }
  const find = (row: PersonalSummaryRow, seq: number | null) =>
    seq === null ? undefined : openedEvents.get(`${row.id} ${seq}`);
  return rows.map((row) =>
    presentSummary(row, {
      last: find(row, row.eventSeq),
      text: find(row, row.textSeq),
      drafts: ownDrafts.get(row) ?? [],
    }),
  );
}

type BegunDraft = Draft & { threadSeq: number | null };

const presentSummary = (
  row: PersonalSummaryRow,
  { drafts, ...shown }: Shown & { drafts: readonly BegunDraft[] },
): ConversationSummary => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  peerId: peerOf(row.directKey, row.userId),
  parentId: row.parentId,
  engagementId: row.engagementId,
  dataClass: row.dataClass,
  memberCount: row.memberCount,
  myRole: row.role,
  headSeq: row.headSeq,
  messageCount: row.messageCount,
  cursor: { seq: row.cursorSeq, messageCount: row.cursorMessageCount },
  ...(row.markSeq === null || row.markMessageCount === null
    ? {}
    : { mark: { seq: row.markSeq, messageCount: row.markMessageCount } }),
  ...presentDrafts(drafts),
  mentionSeqs: [...row.mentionSeqs].reverse(),
  isArchived: row.isArchived,
  settings: settingsOf(row),
  mine: { isPinned: row.isPinned, notify: row.notify },
  lastMessage: presentLast(row, shown),
});

/** The last message, and the event that last changed its text; a recalled one is not opened. */
interface Shown {
  last: ConversationEvent | undefined;
  text: ConversationEvent | undefined;
}

function presentLast(row: PersonalSummaryRow, { last, text }: Shown): ConversationSummary['lastMessage'] {
  const { eventSeq, eventActorId, eventAt, isLastRecalled } = row;
  if (eventSeq === null || !eventActorId || !eventAt) return null;
  const base = { seq: eventSeq, actorId: eventActorId, at: eventAt.toISOString() };
  if (isLastRecalled) return { ...base, preview: '', isRecalled: true };
  if (last?.kind !== 'message.posted') return null;
  const content = text?.kind === 'message.edited' ? { ...last.content, text: text.text } : last.content;
  return { ...base, preview: messagePreview(content) };
}

/** What has to be opened for the last message of a row. */
function lastMessageOf(row: SummaryRow): EventRow[] {
  const { eventSeq, eventActorId, eventAt, eventKeyId, eventCiphertext, isLastRecalled } = row;
  // The columns of one joined row are null together.
  if (isLastRecalled || eventSeq === null || !eventActorId || !eventAt || eventKeyId === null || !eventCiphertext) {
    return [];
  }
  // The last message is the one that brought the count to where it is, and only its author changes its text.
  const base = { conversationId: row.id, actorId: eventActorId, messageCount: row.messageCount };
  const posted = { ...base, seq: eventSeq, at: eventAt, keyId: eventKeyId, ciphertext: eventCiphertext };
  const { textSeq, textAt, textKeyId, textCiphertext } = row;
  if (textSeq === null || !textAt || textKeyId === null || !textCiphertext) return [posted];
  return [posted, { ...base, seq: textSeq, at: textAt, keyId: textKeyId, ciphertext: textCiphertext }];
}

/** By thread, as they were read; where there are none in threads, nothing is said of it. */
function presentDrafts(drafts: readonly BegunDraft[]): Pick<ConversationSummary, 'draft' | 'threadDrafts'> {
  let draft: Draft | null = null;
  const threadDrafts: ThreadDraft[] = [];
  for (const { threadSeq, ...content } of drafts) {
    if (threadSeq === null) draft = content;
    else threadDrafts.push({ ...content, threadSeq });
  }
  return threadDrafts.length > 0 ? { draft, threadDrafts } : { draft };
}

function draftsOf(row: PersonalSummaryRow): DraftRow[] {
  const { id: conversationId, userId, draftSeq, draftAt, draftKeyId, draftCiphertext } = row;
  const place = { conversationId, userId };
  const inThreads = (row.threadDrafts ?? []).map((each) => ({
    ...place,
    threadSeq: each.threadSeq,
    draftSeq: each.draftSeq,
    draftAt: new Date(each.at),
    draftKeyId: each.keyId,
    draftCiphertext: Buffer.from(each.ciphertext, 'base64'),
  }));
  if (draftSeq === null || !draftAt || draftKeyId === null || !draftCiphertext) return inThreads;
  return [{ ...place, threadSeq: null, draftSeq, draftAt, draftKeyId, draftCiphertext }, ...inThreads];
}
