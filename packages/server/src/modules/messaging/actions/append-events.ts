import { hash } from 'node:crypto';
import {
  amendmentSlot,
  type ConversationEvent,
  type ConversationId,
  type MessagePosted,
  Refusal,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { MessagingContext } from '../context.ts';
import type { EventBody, EventDraft } from '../domain/event-body.ts';
import { messageEdited, messagePosted, messageRecalled } from '../events.ts';
import { advanceHeads, type ConversationRow, lockConversations } from '../store/conversation-store.ts';
import { deleteAllDrafts } from '../store/draft-store.ts';
import {
  insertEvents,
  insertMessageFiles,
  type PlacedEvent,
  presentEvent,
  type SealedEvent,
  sealEvent,
  upsertSlotHead,
} from '../store/event-store.ts';
import type { CursorMove } from '../store/member-store.ts';
import { moveCursorsLogged } from '../store/user-log-store.ts';
import { type ConversationEventsHint, conversationEventsTopic, userEventsTopic } from '../topics.ts';
import { countInThread, readThreadCounts } from './count-threads.ts';
import { recordParts } from './record-parts.ts';

/**
 * The only way into a conversation log. Locks the conversations, gives each event the next number, seals and writes it
 * with its audit entry, moves the author's own cursor, and announces everything after commit. Rights are the caller's
 * matter. Returns the events in the order of the drafts.
 */
export async function appendEvents(
  context: MessagingContext,
  tx: Transaction,
  drafts: readonly EventDraft[],
): Promise<ConversationEvent[]> {
  if (drafts.length === 0) return [];
  const ids = drafts.map((draft) => draft.conversationId);
  return appendToLocked(context, tx, { drafts, locked: await lockConversations(tx, ids) });
}

/** The same for a caller that has locked the conversations in this transaction and not written to their logs since. */
export async function appendToLocked(
  context: MessagingContext,
  tx: Transaction,
  { drafts, locked }: { drafts: readonly EventDraft[]; locked: readonly ConversationRow[] },
): Promise<ConversationEvent[]> {
  if (drafts.length === 0) return [];
  const conversations = new Map(locked.map((row) => [row.id, { ...row }]));
  const placed = await placeDrafts(context, tx, drafts, conversations);
  const sealed = await Promise.all(placed.map((event) => sealEvent(context.sealer, event)));
  const touched = new Set(drafts.map((draft) => draft.conversationId));
  const advances = [...conversations.values()].filter((row) => touched.has(row.id));
  // Given together, so that they reach the database together; none needs another's answer.
  await Promise.all([
    insertEvents(tx, sealed),
    advanceHeads(
      tx,
      advances.map((row) => ({ ...row, conversationId: row.id })),
    ),
    insertMessageFiles(tx, placed.flatMap(fileRowsOf)),
    moveAuthorCursors(context, tx, placed),
    dropDraftsOfLeavers(tx, placed),
    recordParts(context, tx, placed, conversations),
  ]);
  for (const event of sealed) recordEventAudit(tx, event);

  const events = placed.map(presentEvent);
  tx.afterCommit(() => announce(context, events));
  for (const event of events) {
    const conversation = conversations.get(event.conversationId);
    if (conversation) await emit(context, tx, { event, conversation });
  }
  return events;
}

async function emit(
  { events }: Pick<MessagingContext, 'events'>,
  tx: Transaction,
  { event, conversation: { id, kind } }: { event: ConversationEvent; conversation: ConversationRow },
): Promise<void> {
  const conversation = { id, kind };
  if (event.kind === 'message.posted') await events.emit(tx, messagePosted, { event, conversation });
  if (event.kind === 'message.edited') await events.emit(tx, messageEdited, { event, conversation });
  if (event.kind === 'message.recalled') await events.emit(tx, messageRecalled, { event, conversation });
}

/** Advances the heads in `conversations` as it goes. */
async function placeDrafts(
  context: MessagingContext,
  tx: Transaction,
  drafts: readonly EventDraft[],
  conversations: ReadonlyMap<ConversationId, ConversationRow>,
): Promise<PlacedEvent[]> {
  const at = context.clock.now();
  const threads = await readThreadCounts(tx, drafts);
  const placed: PlacedEvent[] = [];
  for (const { body, ...draft } of drafts) {
    const { conversationId } = draft;
    const conversation = conversations.get(conversationId);
    if (!conversation) throw new Refusal('object_missing', `conversation ${conversationId} does not exist`);
    conversation.headSeq += 1;
    const seq = conversation.headSeq;
    if (body.kind === 'message.posted') {
      conversation.messageCount += 1;
      conversation.lastMessageSeq = seq;
    }
    const complete = await placeHead(tx, draft, { body: countInThread(threads, { conversationId, body }), seq });
    placed.push({ ...draft, seq, at, messageCount: conversation.messageCount, body: complete });
  }
  return placed;
}

/** What changes a message becomes the newest of its part; a card and a reaction learn which event set them first. */
async function placeHead(
  tx: Transaction,
  { conversationId, slot }: Pick<EventDraft, 'conversationId' | 'slot'>,
  { body, seq }: { body: EventBody; seq: number },
): Promise<EventBody> {
  const changed = amendmentSlot(body);
  if (!changed) return body;
  const firstSeq = await upsertSlotHead(tx, { conversationId, ...changed, ...(slot ? { slot } : {}) }, seq);
  return body.kind === 'card.set' || body.kind === 'reaction.set' ? { ...body, firstSeq } : body;
}

function fileRowsOf({ conversationId, seq, body }: PlacedEvent) {
  if (body.kind !== 'message.posted') return [];
  const { files, forward } = body.content;
  const all = forward ? [...files, ...forward.items.flatMap((item) => item.files)] : files;
  return all.map((file) => ({ conversationId, seq, fileId: file.fileId }));
}

/** The digest is that of the sealed bytes: it proves what is stored and tells nothing about short messages. */
function recordEventAudit(tx: Transaction, event: SealedEvent): void {
  recordAudit(tx, {
    at: event.at,
    actorId: event.actorId,
    action: event.body.kind,
    objectType: 'conversation',
    objectId: event.conversationId,
    detail: { seq: event.seq, sealedSha256: hash('sha256', event.ciphertext) },
  });
}

/** Whoever writes has read what stands before. */
async function moveAuthorCursors(
  context: MessagingContext,
  tx: Transaction,
  placed: readonly PlacedEvent[],
): Promise<void> {
  const newest = new Map<string, CursorMove>();
  for (const { conversationId, actorId, seq, messageCount, body } of placed) {
    if (body.kind !== 'message.posted') continue;
    newest.set(`${conversationId} ${actorId}`, { conversationId, userId: actorId, cursor: { seq, messageCount } });
  }
  if (newest.size === 0) return;
  const at = context.clock.now();
  const moved = await moveCursorsLogged(tx, { moves: [...newest.values()], at });
  tx.afterCommit(() => {
    for (const [userId, own] of Map.groupBy(moved, (move) => move.userId)) {
      const events = own.map(({ seq, conversationId, cursor }) => ({
        userId,
        seq,
        at,
        kind: 'cursor.set' as const,
        conversationId,
        data: cursor,
      }));
      context.bus.publish(userEventsTopic, { userId, events });
    }
  });
}

/** Whoever is no longer there has nothing begun there. The row of the membership is locked by the caller's change. */
async function dropDraftsOfLeavers(tx: Transaction, placed: readonly PlacedEvent[]): Promise<void> {
  for (const { conversationId, body } of placed) {
    if (body.kind === 'member.left') await deleteAllDrafts(tx, { conversationId, userId: body.userId });
  }
}

function announce(context: MessagingContext, events: readonly ConversationEvent[]): void {
  for (const [conversationId, own] of Map.groupBy(events, (event) => event.conversationId)) {
    const hint: ConversationEventsHint = { conversationId, events: own };
    context.bus.publish(conversationEventsTopic, hint);
  }
  for (const event of events) context.metrics.events.inc({ kind: event.kind });
}

/** For a single message, whose kind the caller knows. */
export function expectMessage(event: ConversationEvent | undefined): MessagePosted {
  if (event?.kind !== 'message.posted') throw new Error('the log gave another kind of event than was written');
  return event;
}
