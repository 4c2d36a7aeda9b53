import { type ClientId, type MentionGroup, type MessageEdited, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { editKeyOf } from '../domain/event-body.ts';
import { isSubsequence } from '../domain/same-message.ts';
import { isWithin } from '../domain/time-allowed.ts';
import { findByKeys } from '../store/event-store.ts';
import { countEdits } from '../store/part-store.ts';
import { getMessagingPolicy } from '../store/policy-store.ts';
import { appendEvents } from './append-events.ts';
import { settleMentions } from './check-mentions.ts';
import { type LockedMessage, lockStandingMessage, type MessagePlace } from './lock-message.ts';

/** A message that was changed more often is better written anew; its versions are listed in one answer. */
export const editsMax = 100;

export interface RequestedEdit extends MessagePlace {
  clientId: ClientId;
  text: string;
  mentions: readonly UserId[];
  mentionGroups: readonly MentionGroup[];
}

/** A new text for an own message. The same client id again gives the same answer. */
export const editMessage = (
  context: MessagingContext,
  subject: Subject,
  request: RequestedEdit,
): Promise<MessageEdited> =>
  context.database.transaction(async (tx) => {
    const { conversationId, seq, clientId } = request;
    const locked = await lockStandingMessage(context, tx, subject, { conversationId, seq, action: 'post' });
    const key = editKeyOf(clientId);
    const known = await findRepeated(context, tx, { ...request, actorId: subject.userId, key });
    if (known) return known;
    await checkEdit(context, tx, { locked, subject, text: request.text });
    const wanted = await settleMentions(tx, { ...request, accessed: locked });
    const [event] = await appendEvents(context, tx, [
      {
        conversationId,
        actorId: subject.userId,
        key,
        body: { kind: 'message.edited', messageSeq: seq, text: request.text, ...wanted },
      },
    ]);
    if (event?.kind !== 'message.edited') throw new Error('the log gave another kind of event than was written');
    return event;
  });

async function findRepeated(
  { sealer }: Pick<MessagingContext, 'sealer'>,
  tx: Transaction,
  { key, actorId, ...request }: RequestedEdit & { key: string; actorId: UserId },
): Promise<MessageEdited | undefined> {
  const [event] = await findByKeys(tx, sealer, [{ conversationId: request.conversationId, actorId, key }]);
  if (event?.kind !== 'message.edited') return undefined;
  const isSame =
    event.messageSeq === request.seq && event.text === request.text && isSubsequence(event.mentions, request.mentions);
  if (!isSame) throw new Refusal('client_id_reused', 'this client id stands for another change');
  return event;
}

async function checkEdit(
  { clock }: Pick<MessagingContext, 'clock'>,
  tx: Transaction,
  { locked, subject, text }: { locked: LockedMessage; subject: Subject; text: string },
): Promise<void> {
  const { message } = locked;
  const { content } = message;
  if (message.actorId !== subject.userId) throw new Refusal('right_missing', 'only its author edits a message');
  if (content.forward || content.poll || content.voice) {
    throw new Refusal('message_not_editable', 'what was forwarded, asked or spoken is not edited');
  }
  const { editMinutes } = await getMessagingPolicy(tx);
  if (!isWithin(editMinutes, { at: new Date(message.at), now: clock.now() })) {
    throw new Refusal('edit_time_over', 'the time for editing is over', { minutes: String(editMinutes ?? 0) });
  }
  if (text.trim() === '' && content.files.length === 0) {
    throw new Refusal('message_empty', 'a message needs text or a file');
  }
  if ((await countEdits(tx, message)) >= editsMax) {
    throw new Refusal('edits_exceeded', 'edited often enough', { editsMax: String(editsMax) });
  }
}
