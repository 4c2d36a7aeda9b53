import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { demandPeopleOfFirm } from '../../identity/index.ts';
import { savePartners } from '../store/candidate-store.ts';

/** Chains that are under way keep the people whom they asked. */
export async function setPartners(
  platform: Pick<Platform, 'database' | 'clock'>,
  subject: Subject,
  userIds: readonly UserId[],
): Promise<void> {
  demand(subject, 'write', 'account');
  await platform.database.transaction(async (tx) => {
    await demandPeopleOfFirm(tx, userIds);
    await replacePartners(platform, tx, { userIds, actorId: subject.userId });
  });
}

export async function replacePartners(
  platform: Pick<Platform, 'clock'>,
  tx: Transaction,
  { userIds, actorId }: { userIds: readonly UserId[]; actorId: UserId | null },
): Promise<void> {
  await savePartners(tx, userIds);
  recordAudit(tx, {
    at: platform.clock.now(),
    actorId,
    action: 'approval.partners-set',
    objectType: 'approval-partners',
    objectId: 'partners',
    detail: { userIds },
  });
}
