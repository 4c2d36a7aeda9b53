import { createHash } from 'node:crypto';
import { type ConversationEvent, type ConversationId, type MessagePosted, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { MessagingContext } from '../context.ts';
import type { EventDraft } from '../domain/event-body.ts';
import { messagePosted } from '../events.ts';
import { advanceHeads, type ConversationRow, lockConversations } from '../store/conversation-store.ts';
import {
  insertEvents,
  insertMessageFiles,
  type PlacedEvent,
  presentEvent,
  type SealedEvent,
  sealEvent,
  upsertCardHead,
} from '../store/event-store.ts';
import { type CursorMove, moveCursors } from '../store/member-store.ts';
import { type ConversationEventsHint, conversationEventsTopic } from '../topics.ts';
import { appendUserEvents } from './append-user-events.ts';

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
  const rows = await lockConversations(
    tx,
    drafts.map((draft) => draft.conversationId),
  );
  const conversations = new Map(rows.map((row) => [row.id, row]));
  const placed = await placeDrafts(context, tx, drafts, conversations);
  const sealed = await Promise.all(placed.map((event) => sealEvent(context.sealer, event)));
  await insertEvents(tx, sealed);
  await advanceHeads(
    tx,
    rows.map((row) => ({ ...row, conversationId: row.id })),
  );
  await insertMessageFiles(tx, placed.flatMap(fileRowsOf));
  for (const event of sealed) recordEventAudit(tx, event);
  await moveAuthorCursors(context, tx, placed);

  const events = placed.map(presentEvent);
  tx.afterCommit(() => announce(context, events));
  for (const event of events) {
    const conversation = conversations.get(event.conversationId);
    if (event.kind === 'message.posted' && conversation) {
      const { id, kind } = conversation;
      await context.events.emit(tx, messagePosted, { event, conversation: { id, kind } });
    }
  }
  return events;
}

/** Advances the heads in `conversations` as it goes. */
async function placeDrafts(
  context: MessagingContext,
  tx: Transaction,
  drafts: readonly EventDraft[],
  conversations: ReadonlyMap<ConversationId, ConversationRow>,
): Promise<PlacedEvent[]> {
  const at = context.clock.now();
  const placed: PlacedEvent[] = [];
  for (const { conversationId, actorId, body } of drafts) {
    const conversation = conversations.get(conversationId);
    if (!conversation) throw new Refusal('object_missing', `conversation ${conversationId} does not exist`);
    conversation.headSeq += 1;
    const seq = conversation.headSeq;
    if (body.kind === 'message.posted') {
      conversation.messageCount += 1;
      conversation.lastMessageSeq = seq;
    }
    const complete =
      body.kind === 'card.set'
        ? { ...body, firstSeq: await upsertCardHead(tx, { conversationId, ...body }, seq) }
        : body;
    placed.push({ conversationId, seq, actorId, at, messageCount: conversation.messageCount, body: complete });
  }
  return placed;
}

const fileRowsOf = ({ conversationId, seq, body }: PlacedEvent) =>
  body.kind === 'message.posted'
    ? body.content.files.map((file) => ({ conversationId, seq, fileId: file.fileId }))
    : [];

/** The digest is that of the sealed bytes: it proves what is stored and tells nothing about short messages. */
function recordEventAudit(tx: Transaction, event: SealedEvent): void {
  recordAudit(tx, {
    at: event.at,
    actorId: event.actorId,
    action: event.body.kind,
    objectType: 'conversation',
    objectId: event.conversationId,
    detail: { seq: event.seq, sealedSha256: createHash('sha256').update(event.ciphertext).digest('hex') },
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
  const moved = await moveCursors(tx, [...newest.values()]);
  await appendUserEvents(
    context,
    tx,
    moved.map(({ conversationId, userId, cursor }) => ({ userId, kind: 'cursor.set', conversationId, data: cursor })),
  );
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
