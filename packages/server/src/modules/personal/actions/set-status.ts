import type { PersonStatus } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { PersonalContext } from '../context.ts';
import { deleteStatus, upsertStatus } from '../store/status-store.ts';

/** Says how the subject is to be found; what says nothing or is over takes the status away. */
export const setStatus = (
  { database, sealer, clock, messaging }: PersonalContext,
  { userId }: Subject,
  wanted: PersonStatus | null,
): Promise<PersonStatus | null> =>
  database.transaction(async (tx) => {
    const now = clock.now();
    const status = effective(wanted, now);
    if (status) await upsertStatus(tx, sealer, { userId, status });
    else if (!(await deleteStatus(tx, userId))) return null;
    recordAudit(tx, {
      at: now,
      actorId: userId,
      action: status ? 'status.set' : 'status.removed',
      objectType: 'user',
      objectId: userId,
      detail: {},
    });
    await messaging.announceMeChanged(tx, userId);
    messaging.announceStatus(tx, { userId, status });
    return status;
  });

function effective(wanted: PersonStatus | null, now: Date): PersonStatus | null {
  if (!wanted) return null;
  const status = { emoji: wanted.emoji.trim(), text: wanted.text.trim(), until: wanted.until };
  const isOver = status.until !== null && new Date(status.until) <= now;
  return isOver || (status.emoji === '' && status.text === '') ? null : status;
}
