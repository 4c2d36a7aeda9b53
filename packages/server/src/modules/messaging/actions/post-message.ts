import {
  type Card,
  type ClientId,
  type ConversationId,
  type FileRef,
  fileRefOf,
  type MessagePosted,
  type PostAnswer,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { refuseForward } from '../domain/forwarding.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { checkMessages, type RequestedMessage } from './check-messages.ts';
import type { MessageWrite } from './message-write.ts';
import type { PostOutcome, PostQueue } from './post-queue.ts';
import { setCard } from './set-card.ts';
import { writeMessages } from './write-messages.ts';

export interface PostParts {
  context: MessagingContext;
  queue: PostQueue;
}

/** A person's message, through the queue. */
export async function postRequestedMessage(
  parts: PostParts,
  subject: Subject,
  message: RequestedMessage & { actorId?: UserId | undefined },
): Promise<MessagePosted> {
  checkActor(subject, message.actorId);
  const [write] = await checkMessages(parts.context, subject, [message]);
  if (!write) throw new Error('a message was not looked at');
  if (write instanceof Refusal) throw write;
  return parts.queue.post(write);
}

/** Throws what would be refused now; writes nothing. */
export async function checkPost(context: MessagingContext, subject: Subject, message: RequestedMessage): Promise<void> {
  const place = { action: 'post' as const, conversationId: message.conversationId };
  const { conversation } = await accessConversation(context.database, subject, place);
  const [write] = await checkMessages(context, subject, [message]);
  if (!write) throw new Error('a message was not looked at');
  if (write instanceof Refusal) throw write;
  const refusal = write.unlessKnown ?? refuseForward(write.forwardedClass, conversation.dataClass);
  if (refusal) throw refusal;
}

/** A person's messages, an answer for each; those of one conversation keep their order. */
export async function postRequestedMessages(
  parts: PostParts,
  subject: Subject,
  { actorId, messages }: { actorId?: UserId | undefined; messages: readonly RequestedMessage[] },
): Promise<PostAnswer[]> {
  checkActor(subject, actorId);
  const checked = await checkMessages(parts.context, subject, messages);
  const writes = checked.filter((write): write is MessageWrite => !(write instanceof Refusal));
  const outcomes = (await parts.queue.postAll(writes)).values();
  return checked.map((write) =>
    presentOutcome(parts.context, write instanceof Refusal ? write : outcomes.next().value),
  );
}

function presentOutcome({ log }: Pick<MessagingContext, 'log'>, outcome: PostOutcome | undefined): PostAnswer {
  if (outcome === undefined) throw new Error('a message got no answer');
  if (!(outcome instanceof Error)) return { event: outcome };
  if (outcome instanceof Refusal) {
    const { refusal, message, params } = outcome;
    return { refusal, message, ...(params ? { params } : {}) };
  }
  // A single message ends its request here; among others it must not take their answers away.
  log.error({ err: outcome }, 'a message could not be written');
  return { refusal: 'server_fault', message: 'the server failed; the log says why' };
}

function checkActor(subject: Subject, actorId: UserId | undefined): void {
  if (actorId !== undefined && actorId !== subject.userId) {
    throw new Refusal('session_missing', 'somebody else has signed in meanwhile');
  }
}

export interface AppMessage {
  conversationId: ConversationId;
  actorId: UserId;
  clientId: ClientId;
  text: string;
  mentions?: readonly UserId[];
  files?: readonly FileRef[];
  cards?: readonly { cardId: string; card: Card }[];
}

/** A message of another module, in its transaction. The same client id again gives the first message and sets no cards. */
export async function postMessage(
  context: MessagingContext,
  tx: Transaction,
  message: AppMessage,
): Promise<MessagePosted> {
  const { conversationId, actorId, clientId, text, mentions = [], files = [], cards = [] } = message;
  const [locked] = await lockConversations(tx, [conversationId]);
  const before = locked?.headSeq ?? 0;
  const refs = files.map(fileRefOf);
  const [answer] = await writeMessages(context, tx, [
    { conversationId, actorId, clientId, content: { text, mentions: [...mentions], files: refs } },
  ]);
  if (!answer) throw new Error('a message got no answer');
  if (answer instanceof Refusal) throw answer;
  if (answer.seq > before) {
    for (const { cardId, card } of cards) {
      await setCard(context, tx, { conversationId, messageSeq: answer.seq, cardId, actorId, card });
    }
  }
  return answer;
}
