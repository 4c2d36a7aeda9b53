import { demand, type Subject } from '../../../platform/rights/index.ts';
import type { NotificationPolicy } from '../actions/set-policy.ts';
import type { NotificationsContext } from '../deps.ts';
import { isPreviewAllowed } from '../store/firm-store.ts';

export async function getPolicy(
  { database }: Pick<NotificationsContext, 'database'>,
  subject: Subject,
): Promise<NotificationPolicy> {
  demand(subject, 'write', 'notification-policy');
  return { isPreviewAllowed: await isPreviewAllowed(database) };
}
