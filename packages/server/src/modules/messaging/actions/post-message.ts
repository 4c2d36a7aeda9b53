import {
  type Card,
  type ClientId,
  type ConversationId,
  type FileId,
  type FileRef,
  type MessagePosted,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { lockConversations } from '../store/conversation-store.ts';
import type { PostQueue } from './post-queue.ts';
import { setCard } from './set-card.ts';
import { writeMessages } from './write-messages.ts';

export interface RequestedMessage {
  conversationId: ConversationId;
  clientId: ClientId;
  /** Whom the client takes itself for. */
  actorId: UserId | undefined;
  text: string;
  mentions: readonly UserId[];
  fileIds: readonly FileId[];
}

/** A person's message, through the queue. */
export async function postRequestedMessage(
  { context, queue }: { context: MessagingContext; queue: PostQueue },
  subject: Subject,
  message: RequestedMessage,
): Promise<MessagePosted> {
  if (message.actorId !== undefined && message.actorId !== subject.userId) {
    throw new Refusal('session_missing', 'somebody else has signed in meanwhile');
  }
  if (message.text.trim() === '' && message.fileIds.length === 0) {
    throw new Refusal('message_empty', 'a message needs text or a file');
  }
  return queue.post({
    conversationId: message.conversationId,
    actorId: subject.userId,
    clientId: message.clientId,
    content: {
      text: message.text,
      mentions: [...new Set(message.mentions)],
      files: await checkFiles(context, subject, [...new Set(message.fileIds)]),
    },
    subject,
  });
}

/** Only one's own files can be posted. The owner of a file never changes, so this may be looked up before the lock. */
async function checkFiles(context: MessagingContext, subject: Subject, ids: readonly FileId[]): Promise<FileRef[]> {
  if (ids.length === 0) return [];
  const found = new Map((await context.findFiles(context.database, ids)).map((file) => [file.fileId, file]));
  return ids.map((id) => {
    const file = found.get(id);
    const mayPost =
      file &&
      can(subject, 'post', 'file', {
        ownerId: file.ownerId,
        viewerIds: new Set(),
        approverIds: new Set(),
        isInvoice: false,
      });
    if (!mayPost) throw new Refusal('object_missing', `there is no file ${id} of yours`);
    return { fileId: file.fileId, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes };
  });
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
  const refs = files.map(({ fileId, name, mediaType, sizeBytes }) => ({ fileId, name, mediaType, sizeBytes }));
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
