import {
  type ClientId,
  type ConversationId,
  type PostContent,
  Refusal,
  type ScheduledMessage,
  type ScheduledMessageId,
  scheduleAheadMsMax,
  scheduledMessagesMax,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { PersonalContext } from '../context.ts';
import { postClientIdOf, sendScheduledJob } from '../domain/sending.ts';
import {
  countOpen,
  endScheduled,
  findByClientId,
  findOwn,
  insertScheduled,
  lockOwn,
  presentScheduled,
  replaceScheduled,
  type StoredScheduled,
} from '../store/scheduled-store.ts';

// The worker waits until the moment; a message that stays away for some minutes of a fault is still sent.
const attemptsMax = 25;

interface Planned {
  sendAt: Date;
  content: PostContent;
}

/** What would be refused now is refused now, although it is asked again when it is sent. */
async function check(
  { clock, messaging }: PersonalContext,
  subject: Subject,
  { id, conversationId, sendAt, content }: Planned & { id: ScheduledMessageId; conversationId: ConversationId },
): Promise<void> {
  const aheadMs = sendAt.getTime() - clock.now().getTime();
  if (!(aheadMs > 0 && aheadMs <= scheduleAheadMsMax)) {
    throw new Refusal('schedule_time_unfit', 'not a time in the next 400 days');
  }
  await messaging.checkPost(subject, { ...content, conversationId, clientId: postClientIdOf(id) });
}

export async function scheduleMessage(
  context: PersonalContext,
  subject: Subject,
  request: { clientId: ClientId; conversationId: ConversationId; sendAt: string; content: PostContent },
): Promise<ScheduledMessage> {
  const { database, sealer } = context;
  const { userId } = subject;
  const { clientId, conversationId, content } = request;
  const known = await findByClientId(database, sealer, { userId, clientId });
  if (known) return repeated(known, request);
  const row = { id: context.newId<'scheduled-message'>(), userId, clientId, conversationId, content };
  const sendAt = new Date(request.sendAt);
  await check(context, subject, { ...row, sendAt });
  const isNew = await database.transaction(async (tx) => {
    if ((await countOpen(tx, userId)) >= scheduledMessagesMax) {
      throw new Refusal('scheduled_messages_full', 'cancel some first');
    }
    if (!(await insertScheduled(tx, sealer, { ...row, sendAt }))) return false;
    await plan(context, tx, { id: row.id, userId, sendAt, action: 'scheduled-message.made' });
    return true;
  });
  const kept = isNew ? undefined : await findByClientId(database, sealer, { userId, clientId });
  if (kept) return repeated(kept, request);
  return presentScheduled({ ...row, sendAt, state: 'waiting', refusal: null });
}

function repeated(
  known: StoredScheduled,
  { conversationId, sendAt, content }: { conversationId: ConversationId; sendAt: string; content: PostContent },
): ScheduledMessage {
  const isSame =
    known.conversationId === conversationId &&
    known.sendAt.toISOString() === sendAt &&
    JSON.stringify(known.content) === JSON.stringify(content);
  if (!isSame) throw new Refusal('client_id_reused', 'this client id stands for another message');
  return presentScheduled(known);
}

export async function changeScheduled(
  context: PersonalContext,
  subject: Subject,
  { id, sendAt: wanted, content }: { id: ScheduledMessageId; sendAt: string; content: PostContent },
): Promise<ScheduledMessage> {
  const { database, sealer } = context;
  const { userId } = subject;
  const sendAt = new Date(wanted);
  const found = await findOwn(database, sealer, { id, userId });
  if (!found) throw messageMissing();
  // Before the transaction: it asks over connections of its own, which must not be waited for while others wait for ours.
  await check(context, subject, { id, conversationId: found.conversationId, sendAt, content });
  return database.transaction(async (tx) => {
    const before = await lockOwn(tx, sealer, { id, userId });
    if (!before) throw messageMissing();
    await replaceScheduled(tx, sealer, { id, sendAt, content });
    await plan(context, tx, { id, userId, sendAt, action: 'scheduled-message.changed' });
    return presentScheduled({ ...before, sendAt, content, state: 'waiting', refusal: null });
  });
}

export const cancelScheduled = (context: PersonalContext, { userId }: Subject, id: ScheduledMessageId): Promise<void> =>
  context.database.transaction(async (tx) => {
    if (!(await lockOwn(tx, context.sealer, { id, userId }))) throw messageMissing();
    await endScheduled(tx, id, 'cancelled');
    await tell(context, tx, { id, userId, action: 'scheduled-message.cancelled' });
  });

const messageMissing = (): Refusal => new Refusal('object_missing', 'no such message is waiting');

/** One job for each message, at its time; a change of the time takes the place of the job before. */
async function plan(
  context: PersonalContext,
  tx: Transaction,
  { id, userId, sendAt, action }: { id: ScheduledMessageId; userId: UserId; sendAt: Date; action: string },
): Promise<void> {
  await context.jobs.add(tx, {
    name: sendScheduledJob,
    payload: { id },
    key: `${sendScheduledJob} ${id}`,
    runAt: sendAt,
    attemptsMax,
  });
  await tell(context, tx, { id, userId, action });
}

/** The record, and the news for the person's devices. */
export async function tell(
  { clock, messaging }: Pick<PersonalContext, 'clock' | 'messaging'>,
  tx: Transaction,
  { id, userId, action }: { id: ScheduledMessageId; userId: UserId; action: string },
): Promise<void> {
  recordAudit(tx, {
    at: clock.now(),
    actorId: userId,
    action,
    objectType: 'scheduled-message',
    objectId: id,
    detail: {},
  });
  await messaging.announceListChanged(tx, { userId, list: 'scheduled' });
}
