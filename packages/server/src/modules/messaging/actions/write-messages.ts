import { type MessageContent, type MessagePosted, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { refusalOf } from '../access.ts';
import type { MemberPlace, MessagingContext } from '../context.ts';
import type { EventDraft } from '../domain/event-body.ts';
import { refuseForward } from '../domain/forwarding.ts';
import { withoutContent } from '../domain/recalled.ts';
import { isSameMessage } from '../domain/same-message.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { type EventPlace, findByKeys } from '../store/event-store.ts';
import { findMembers } from '../store/member-store.ts';
import { findRecalled } from '../store/part-store.ts';
import { appendToLocked, expectMessage } from './append-events.ts';
import { checkReferences, type ReferenceFacts } from './check-references.ts';
import type { MessageWrite } from './message-write.ts';

/**
 * Whether client ids may be among those that the log knows. `new` spares the look: where one is known after all, the
 * database refuses the whole transaction (`isRepetition`), and the caller writes again with `perhaps`.
 */
export type Repeated = 'perhaps' | 'new';

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
  repeats: Repeated = 'perhaps',
): Promise<(MessagePosted | Refusal)[]> {
  // The lock comes first, so that rights and client ids cannot change between the look and the write. All three reach
  // the database together and run in this order.
  const [locked, members, looked] = await Promise.all([
    lockConversations(
      tx,
      writes.map((write) => write.conversationId),
    ),
    findMembers(tx, placesOf(writes)),
    repeats === 'perhaps' ? findRepeated(context, tx, writes) : [],
  ]);
  const verdicts = await judge(tx, writes, { locked, members });
  const repeated =
    repeats === 'perhaps'
      ? looked
      : await findRepeated(
          context,
          tx,
          writes.filter((_write, index) => isSoft(verdicts[index])),
        );
  const known = new Map<string, MessagePosted>();
  for (const event of repeated) {
    const message = expectMessage(event);
    known.set(keyOf(message), message);
  }
  const fresh = new Map<string, EventDraft>();
  for (const [index, write] of writes.entries()) {
    const content = verdicts[index];
    if (!content || 'refusal' in content || known.has(keyOf(write)) || fresh.has(keyOf(write))) continue;
    const { conversationId, actorId, clientId } = write;
    fresh.set(keyOf(write), { conversationId, actorId, body: { kind: 'message.posted', clientId, content } });
  }
  const written = await appendToLocked(context, tx, { locked, drafts: [...fresh.values()] });
  for (const event of written) {
    const message = expectMessage(event);
    known.set(keyOf(message), message);
  }
  const recalled = new Set((repeated.length > 0 ? await findRecalled(tx, repeated) : []).map(placeKey));
  return writes.map((write, index) => {
    const event = known.get(keyOf(write));
    const verdict = verdicts[index];
    if (verdict && 'refusal' in verdict && !(event && isSoft(verdict))) return verdict.refusal;
    const found = answer(write, event);
    // What was recalled is not given back to its author either.
    return 'seq' in found && recalled.has(placeKey(found)) ? withoutContent(found) : found;
  });
}

/** What may stand in the log, or why it may not; where that is soft, a message that was written before is answered. */
type Verdict = MessageContent | { refusal: Refusal; isSoft: boolean };

const isSoft = (verdict: Verdict | undefined): boolean =>
  verdict !== undefined && 'refusal' in verdict && verdict.isSoft;

async function judge(tx: Transaction, writes: readonly MessageWrite[], facts: ReferenceFacts): Promise<Verdict[]> {
  const refusals = checkRights(writes, facts);
  const contents = await checkReferences(tx, writes, facts);
  const classes = new Map(facts.locked.map((row) => [row.id, row.dataClass]));
  return writes.map(({ conversationId, content, unlessKnown, forwardedClass }, index) => {
    const right = refusals[index];
    // Whoever may not read here is not told what they once wrote here.
    if (right) return { refusal: right, isSoft: right.refusal !== 'object_missing' };
    const into = classes.get(conversationId) ?? 'general';
    const checked = unlessKnown ?? refuseForward(forwardedClass, into) ?? contents[index] ?? content;
    return checked instanceof Refusal ? { refusal: checked, isSoft: true } : checked;
  });
}

const placeKey = ({ conversationId, seq }: EventPlace): string => `${conversationId} ${seq}`;

const findRepeated = ({ sealer }: Pick<MessagingContext, 'sealer'>, tx: Transaction, writes: readonly MessageWrite[]) =>
  findByKeys(
    tx,
    sealer,
    writes.map(({ conversationId, actorId, clientId }) => ({ conversationId, actorId, key: clientId })),
  );

function answer(write: MessageWrite, event: MessagePosted | undefined): MessagePosted | Refusal {
  if (!event) throw new Error('a message was neither written nor refused');
  const { forward, ...withoutForward } = event.content;
  return isSameMessage(write.unlessKnown && forward ? withoutForward : event.content, write.content)
    ? event
    : new Refusal('client_id_reused', 'this client id stands for another message', { seq: String(event.seq) });
}

/** Those of the authors, and of the people whom they name; each once. */
const placesOf = (writes: readonly MessageWrite[]): MemberPlace[] => [
  ...new Map(
    writes.flatMap(({ conversationId, actorId, content }) =>
      [actorId, ...content.mentions].map((userId) => [`${conversationId} ${userId}`, { conversationId, userId }]),
    ),
  ).values(),
];

function checkRights(
  writes: readonly MessageWrite[],
  { locked, members: found }: ReferenceFacts,
): (Refusal | undefined)[] {
  const existing = new Map(locked.map((row) => [row.id, row]));
  const roles = new Map(found.map((row) => [`${row.conversationId} ${row.userId}`, row.role]));
  return writes.map(({ conversationId, actorId, subject }) => {
    const conversation = existing.get(conversationId);
    if (!conversation) return new Refusal('object_missing', 'no such conversation');
    if (!subject) return undefined;
    const role = roles.get(`${conversationId} ${actorId}`);
    // The rules look only at the subject's own place, so the other members need not be loaded.
    if (!role || refusalOf(subject, 'read', { conversation, role })) {
      return new Refusal('object_missing', 'no such conversation');
    }
    return refusalOf(subject, 'post', { conversation, role });
  });
}
