import { type PushTarget, Refusal, type SessionId, type UserId } from '@countinghouse/protocol';
import type { NotificationsContext } from '../deps.ts';
import { areKeysUsable } from '../domain/push-keys.ts';
import { deleteSubscriptions, saveSubscription } from '../store/subscription-store.ts';

/** The session's device is reached by push from now on. Refuses an address that is not of the open web (`push_address_refused`). */
export async function keepDevice(
  { database, sealer, clock, isCallable }: NotificationsContext,
  device: { sessionId: SessionId; userId: UserId; target: PushTarget },
): Promise<void> {
  if (!isCallable(device.target.endpoint)) {
    throw new Refusal('push_address_refused', 'not an address of the open web');
  }
  if (!areKeysUsable(device.target)) {
    throw new Refusal('request_malformed', 'body/keys: nothing can be encrypted for them', { place: 'body/keys' });
  }
  await database.transaction((tx) => saveSubscription(sealer, tx, { ...device, at: clock.now() }));
}

export async function forgetDevice(
  { database }: Pick<NotificationsContext, 'database'>,
  sessionId: SessionId,
): Promise<void> {
  await deleteSubscriptions(database, [sessionId]);
}
