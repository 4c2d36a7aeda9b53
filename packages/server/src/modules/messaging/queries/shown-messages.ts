import { type ConversationId, messagesBySeqMax, Refusal } from '@countinghouse/protocol';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { type MessagesWithAmendments, type ReadRequest, readShownMessages } from '../store/history-store.ts';

type QueryContext = Pick<MessagingContext, 'database' | 'sealer'>;

const readingOf = (subject: Subject, conversationId: ConversationId): ReadRequest => {
  const { bind, values } = parameters();
  const mayRead = where(subject, 'read', 'conversation', { alias: 'c', bind });
  return { conversationId, userId: subject.userId, mayRead, bind, values };
};

/** Messages by their numbers as the subject sees them now; undefined where they may not read the conversation. */
export function readForSubject(
  context: QueryContext,
  subject: Subject,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<MessagesWithAmendments | undefined> {
  const request = readingOf(subject, conversationId);
  const numbers = `select unnest(${request.bind(seqs)}::bigint[])`;
  return readShownMessages(context.database, context.sealer, { ...request, numbers });
}

/** The same; throws `object_missing` where they may not. */
export async function getMessagesBySeq(
  context: QueryContext,
  subject: Subject,
  place: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<MessagesWithAmendments> {
  if (place.seqs.length > messagesBySeqMax) {
    throw new Refusal('request_malformed', `at most ${messagesBySeqMax} messages`);
  }
  return expectReadable(await readForSubject(context, subject, place));
}

/** The pinned messages, the latest pin first. */
export async function getPins(
  context: QueryContext,
  subject: Subject,
  { conversationId }: { conversationId: ConversationId },
): Promise<MessagesWithAmendments> {
  const request = readingOf(subject, conversationId);
  const { events, amendments } = expectReadable(
    await readShownMessages(context.database, context.sealer, {
      ...request,
      numbers: `select p.message_seq from message_pins p where p.conversation_id = ${request.bind(conversationId)}`,
    }),
  );
  const pinnedBy = new Map(
    amendments.flatMap((event) => (event.kind === 'pin.set' ? [[event.messageSeq, event.seq]] : [])),
  );
  const placeOf = ({ seq }: { seq: number }) => pinnedBy.get(seq) ?? 0;
  return { events: events.sort((left, right) => placeOf(right) - placeOf(left)), amendments };
}

function expectReadable<Found>(found: Found | undefined): Found {
  if (!found) throw new Refusal('object_missing', 'no such conversation');
  return found;
}
