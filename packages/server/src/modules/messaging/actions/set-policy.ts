import { type MessagingPolicy, Refusal } from '@countinghouse/protocol';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { MessagingContext } from '../context.ts';
import { setMessagingPolicy } from '../store/policy-store.ts';

/** What was said under the rule before is judged by the new one. */
export async function setPolicy(
  { database, clock }: Pick<MessagingContext, 'database' | 'clock'>,
  subject: Subject,
  wanted: MessagingPolicy,
): Promise<MessagingPolicy> {
  demand(subject, 'write', 'policy');
  const { recallMinutes, editMinutes } = wanted;
  const mayCreateGroups = [...new Set(wanted.mayCreateGroups)].sort();
  const mayCreateWithGuests = [...new Set(wanted.mayCreateWithGuests)].sort();
  if ([...mayCreateGroups, ...mayCreateWithGuests].includes('guest')) {
    throw new Refusal('policy_unfit', 'guests make no groups');
  }
  const policy = { recallMinutes, editMinutes, mayCreateGroups, mayCreateWithGuests };
  await database.transaction(async (tx) => {
    await setMessagingPolicy(tx, policy);
    recordAudit(tx, {
      at: clock.now(),
      actorId: subject.userId,
      action: 'policy.set',
      objectType: 'policy',
      objectId: 'messaging',
      detail: policy,
    });
  });
  return policy;
}
