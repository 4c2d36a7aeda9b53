import { conversations, type MessagePosted, type Refusal } from '@countinghouse/protocol';
import type { OutboxEntry } from './outbox-entry.ts';
import type { Call } from './types.ts';

/**
 * The message that the log holds under the client id of `entry`, where the server refused it for that reason. A client
 * that died before it could keep which files were uploaded uploads them again; they have other ids then, though the
 * message is the same. Undefined where it is not.
 */
export async function findInLog(call: Call, entry: OutboxEntry, refusal: Refusal): Promise<MessagePosted | undefined> {
  const seq = Number(refusal.params.seq);
  if (refusal.refusal !== 'client_id_reused' || !(seq > 0)) return undefined;
  const { conversationId } = entry;
  const page = await call(conversations.history, {
    params: { conversationId },
    query: { afterSeq: seq - 1, limit: 1 },
  });
  const [event] = page.events;
  return event?.kind === 'message.posted' && isSame(event, entry) ? event : undefined;
}

const isSame = ({ actorId, clientId, content }: MessagePosted, entry: OutboxEntry): boolean =>
  actorId === entry.userId &&
  clientId === entry.clientId &&
  content.text === entry.text &&
  content.mentions.join() === entry.mentions.join() &&
  content.replyTo === entry.replyTo &&
  content.threadSeq === entry.threadSeq &&
  content.files.map(({ sizeBytes }) => sizeBytes).join() === entry.files.map(({ sizeBytes }) => sizeBytes).join();
