import { type ConversationId, type Draft, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import {
  type DraftPlace,
  deleteDraft,
  draftKey,
  findDraft,
  lockMembership,
  openDrafts,
  trimThreadDrafts,
  upsertDraft,
} from '../store/draft-store.ts';
import { isMessageAt } from '../store/event-store.ts';
import { getUserHead } from '../store/user-log-store.ts';
import { appendUserEvents } from './append-user-events.ts';

export interface RequestedDraft {
  conversationId: ConversationId;
  /** Null: in the conversation itself. */
  threadSeq: number | null;
  text: string;
  mentions: readonly UserId[];
}

/** What the caller has begun to write; the last one counts, the same again changes nothing, a blank one discards it. */
export const setDraft = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, threadSeq, text, mentions }: RequestedDraft,
): Promise<{ draft: Draft | null; userSeq: number }> =>
  context.database.transaction(async (tx) => {
    const place = { conversationId, userId: subject.userId, threadSeq };
    await lockMembership(tx, place);
    // What was begun can be thrown away, also where nothing more is written.
    const isDiscarded = text.trim() === '';
    const action = isDiscarded ? 'read' : 'post';
    const { member } = await accessConversation(tx, subject, { action, conversationId });
    if (isDiscarded) return discardDraft(context, tx, place);
    await demandThread(tx, place, member);
    const wanted = { text, mentions: [...new Set(mentions)] };
    const standing = await findStandingDraft(context, tx, place);
    if (standing && isSame(standing, wanted)) return { draft: standing, userSeq: standing.seq };
    const event = await announceDraft(context, tx, place);
    const draft: Draft = { seq: event.seq, at: event.at.toISOString(), ...wanted };
    await upsertDraft(tx, context.sealer, { place, draft });
    if (threadSeq !== null) {
      for (const tooOld of await trimThreadDrafts(tx, place))
        await announceDraft(context, tx, { ...place, threadSeq: tooOld });
    }
    return { draft, userSeq: draft.seq };
  });

async function demandThread(
  tx: Transaction,
  { conversationId, threadSeq }: DraftPlace,
  { visibleFromSeq }: { visibleFromSeq: number },
): Promise<void> {
  if (threadSeq === null) return;
  if (threadSeq < visibleFromSeq || !(await isMessageAt(tx, { conversationId, seq: threadSeq }))) {
    throw new Refusal('object_missing', 'no such message');
  }
}

async function discardDraft(context: MessagingContext, tx: Transaction, place: DraftPlace) {
  const isThere = await deleteDraft(tx, place);
  const userSeq = isThere
    ? (await announceDraft(context, tx, place)).seq
    : (await getUserHead(tx, place.userId)).headSeq;
  return { draft: null, userSeq };
}

async function announceDraft(
  context: MessagingContext,
  tx: Transaction,
  { conversationId, userId, threadSeq }: DraftPlace,
) {
  const data = threadSeq === null ? null : { threadSeq };
  const [event] = await appendUserEvents(context, tx, [{ userId, kind: 'draft.set', conversationId, data }]);
  if (!event) throw new Error('the user log took no event');
  return event;
}

async function findStandingDraft(
  { sealer }: Pick<MessagingContext, 'sealer'>,
  tx: Transaction,
  place: DraftPlace,
): Promise<Draft | undefined> {
  const row = await findDraft(tx, place);
  return row && (await openDrafts(sealer, [row])).get(draftKey(place));
}

type Content = Pick<Draft, 'text' | 'mentions'>;
const isSame = (left: Content, right: Content): boolean =>
  left.text === right.text &&
  left.mentions.length === right.mentions.length &&
  left.mentions.every((userId, index) => userId === right.mentions[index]);
