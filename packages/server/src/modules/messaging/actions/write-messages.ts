import {
  type ClientId,
  type ConversationId,
  type MessageContent,
  type MessagePosted,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { isSameMessage } from '../domain/same-message.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { findByClientIds } from '../store/event-store.ts';
import { findMembers } from '../store/member-store.ts';
import { appendEvents, expectMessage } from './append-events.ts';

export interface MessageWrite {
  conversationId: ConversationId;
  actorId: UserId;
  clientId: ClientId;
  content: MessageContent;
  /** Absent where another module of the server writes, which answers for the right itself. */
  subject?: Subject;
}

const keyOf = (write: Pick<MessageWrite, 'conversationId' | 'actorId' | 'clientId'>): string =>
  `${write.conversationId} ${write.actorId} ${write.clientId}`;

/**
 * Writes messages that came together. Each gets its own answer: the event, the event of the first time where the client
 * id is known, or a refusal that leaves the others untouched.
 */
export async function writeMessages(
  context: MessagingContext,
  tx: Transaction,
  writes: readonly MessageWrite[],
): Promise<(MessagePosted | Refusal)[]> {
  // The lock comes first, so that rights and client ids cannot change between the look and the write.
  const locked = await lockConversations(
    tx,
    writes.map((write) => write.conversationId),
  );
  const existing = new Set(locked.map((row) => row.id));
  const refusals = await checkRights(tx, writes, existing);
  const known = new Map<string, MessagePosted>();
  for (const event of await findByClientIds(tx, context.sealer, writes)) {
    const message = expectMessage(event);
    known.set(keyOf(message), message);
  }
  const fresh = new Map<string, MessageWrite>();
  for (const [index, write] of writes.entries()) {
    if (refusals[index] || known.has(keyOf(write)) || fresh.has(keyOf(write))) continue;
    fresh.set(keyOf(write), write);
  }
  const written = await appendEvents(
    context,
    tx,
    [...fresh.values()].map(({ conversationId, actorId, clientId, content }) => ({
      conversationId,
      actorId,
      body: { kind: 'message.posted', clientId, content },
    })),
  );
  for (const event of written) {
    const message = expectMessage(event);
    known.set(keyOf(message), message);
  }
  return writes.map((write, index) => refusals[index] ?? answer(write, known.get(keyOf(write))));
}

function answer(write: MessageWrite, event: MessagePosted | undefined): MessagePosted | Refusal {
  if (!event) throw new Error('a message was neither written nor refused');
  return isSameMessage(event.content, write.content)
    ? event
    : new Refusal('client_id_reused', 'this client id stands for another message');
}

async function checkRights(
  tx: Transaction,
  writes: readonly MessageWrite[],
  existing: ReadonlySet<ConversationId>,
): Promise<(Refusal | undefined)[]> {
  const places = writes.map((write) => ({ conversationId: write.conversationId, userId: write.actorId }));
  const roles = new Map(
    (await findMembers(tx, places)).map((row) => [`${row.conversationId} ${row.userId}`, row.role]),
  );
  return writes.map(({ conversationId, actorId, subject }) => {
    if (!existing.has(conversationId)) return new Refusal('object_missing', 'no such conversation');
    if (!subject) return undefined;
    const role = roles.get(`${conversationId} ${actorId}`);
    // The rules look only at the subject's own place, so the other members need not be loaded.
    const members = new Map(role ? [[actorId, role] as const] : []);
    if (!can(subject, 'read', 'conversation', { members }))
      return new Refusal('object_missing', 'no such conversation');
    if (!can(subject, 'post', 'conversation', { members }))
      return new Refusal('right_missing', 'you may only read here');
    return undefined;
  });
}
