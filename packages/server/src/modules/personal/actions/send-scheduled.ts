import { Refusal, type RefusalName, type ScheduledMessageId } from '@countinghouse/protocol';
import type { PersonalContext } from '../context.ts';
import { isGivenUp, isPassing, postClientIdOf, sendForMs } from '../domain/sending.ts';
import { endScheduled, listOverdue, type StoredScheduled, setState, takeDue } from '../store/scheduled-store.ts';
import { tell } from './schedule-messages.ts';

/**
 * Sends one under the rights that its writer has now. Where it is refused it stays in their list with the name of why; what
 * passes by itself is thrown, and the queue tries again, until it is so late that its writer has to say what becomes of it.
 */
export async function sendScheduled(context: PersonalContext, id: ScheduledMessageId): Promise<void> {
  const { database, sealer, clock } = context;
  const due = await takeDue(database, sealer, { id, now: clock.now() });
  if (!due) return;
  const refusal = await post(context, due).catch(async (error: unknown) => {
    if (isGivenUp(due.sendAt, clock.now())) {
      context.log.error({ err: error, scheduledMessage: id }, 'a scheduled message could not be sent; given up');
      return error instanceof Refusal ? error.refusal : 'server_fault';
    }
    await setState(database, { id, state: 'waiting', refusal: null });
    throw error;
  });
  await database.transaction(async (tx) => {
    const ended = await (refusal ? setState(tx, { id, state: 'failed', refusal }) : endScheduled(tx, id, 'sent'));
    // Another attempt came first.
    if (ended.length === 0) return;
    const action = refusal ? 'scheduled-message.failed' : 'scheduled-message.sent';
    await tell(context, tx, { id, userId: due.userId, action });
  });
}

async function post(
  { database, messaging, findSubject }: PersonalContext,
  { id, userId, conversationId, content }: StoredScheduled,
): Promise<RefusalName | undefined> {
  const subject = await findSubject(database, userId);
  if (!subject) return 'account_deactivated';
  if (!content) throw new Error(`scheduled message ${id} has nothing to send`);
  try {
    await messaging.postAs(subject, { ...content, conversationId, clientId: postClientIdOf(id) });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && !isPassing(error.refusal)) return error.refusal;
    throw error;
  }
}

/** Ends those that the queue has given up, or lost: each is tried once more and then sent or failed. */
export async function endOverdue(context: PersonalContext, isStopping: () => boolean = () => false): Promise<void> {
  const before = new Date(context.clock.now().getTime() - sendForMs);
  for (const id of await listOverdue(context.database, before)) {
    if (isStopping()) return;
    await sendScheduled(context, id);
  }
}
