import type { NotificationState, SessionId, UserId } from '@countinghouse/protocol';
import type { NotificationsContext } from '../deps.ts';
import type { PushKeys } from '../domain/push-keys.ts';
import { isPreviewAllowed } from '../store/firm-store.ts';
import { getProfile } from '../store/person-store.ts';
import { isSubscribed } from '../store/subscription-store.ts';

export async function getState(
  { database, sealer, sendMail }: Pick<NotificationsContext, 'database' | 'sealer' | 'sendMail'>,
  keys: PushKeys,
  { userId, sessionId }: { userId: UserId; sessionId: SessionId | undefined },
): Promise<NotificationState> {
  const [profile, isAllowed, isPushOn] = await Promise.all([
    getProfile(sealer, database, userId),
    isPreviewAllowed(database),
    sessionId ? isSubscribed(database, sessionId) : false,
  ]);
  return {
    settings: profile.settings,
    email: { address: profile.email, pending: profile.pending?.address ?? null },
    isMailAvailable: sendMail !== undefined,
    isPreviewAllowed: isAllowed,
    pushKey: keys.publicKey,
    isPushOn,
  };
}
