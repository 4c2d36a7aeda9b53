import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { NotificationsContext } from '../deps.ts';
import { setPreviewAllowed } from '../store/firm-store.ts';

export interface NotificationPolicy {
  /** Words of messages may stand in pushes and mails. */
  isPreviewAllowed: boolean;
}

export async function setPolicy(
  { database, clock }: Pick<NotificationsContext, 'database' | 'clock'>,
  subject: Subject,
  { isPreviewAllowed }: NotificationPolicy,
): Promise<NotificationPolicy> {
  demand(subject, 'write', 'notification-policy');
  await database.transaction(async (tx) => {
    await setPreviewAllowed(tx, isPreviewAllowed);
    recordAudit(tx, {
      at: clock.now(),
      actorId: subject.userId,
      action: 'notification-policy.set',
      objectType: 'firm',
      objectId: 'firm',
      detail: { isPreviewAllowed },
    });
  });
  return { isPreviewAllowed };
}
