import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { ClaimsContext } from '../deps.ts';
import type { ClaimRecord } from '../domain/claim.ts';
import { type ClaimCommand, nextClaimStatus } from '../domain/life.ts';
import { updateClaim } from '../store/claim-store.ts';
import { appendHistory } from '../store/trace-store.ts';
import { refreshQueue } from './announce.ts';

export type ClaimChanges = Partial<
  Omit<ClaimRecord, 'id' | 'number' | 'claimantId' | 'status' | 'version' | 'createdAt'>
>;

interface Step {
  actorId: UserId;
  what: string;
  note?: string;
  changes?: ClaimChanges;
}

/** The one way in which a status changes. Out of place, a command is a fault of the caller, who has to ask first. */
export async function applyCommand(
  context: ClaimsContext,
  tx: Transaction,
  claim: ClaimRecord,
  step: Step & { command: ClaimCommand },
): Promise<ClaimRecord> {
  const status = nextClaimStatus(claim.status, step.command);
  if (!status) throw new Error(`claim ${claim.id} is ${claim.status}: it cannot ${step.command}`);
  return write(context, tx, { before: claim, after: { ...claim, ...step.changes, status }, step });
}

/** Content changed or a step was decided, the status did not. */
export const changeClaim = (
  context: ClaimsContext,
  tx: Transaction,
  claim: ClaimRecord,
  step: Step,
): Promise<ClaimRecord> => write(context, tx, { before: claim, after: { ...claim, ...step.changes }, step });

async function write(
  context: ClaimsContext,
  tx: Transaction,
  { before, after, step }: { before: ClaimRecord; after: ClaimRecord; step: Step },
): Promise<ClaimRecord> {
  const changed = { ...after, version: before.version + 1 };
  await updateClaim(tx, changed);
  const at = context.clock.now();
  await appendHistory(tx, { claimId: before.id, at, actorId: step.actorId, what: step.what, note: step.note ?? '' });
  recordAudit(tx, {
    at,
    actorId: step.actorId,
    action: `claim.${step.what}`,
    objectType: 'claim',
    objectId: before.id,
    detail: {
      number: changed.number,
      from: before.status,
      to: changed.status,
      totalMinor: changed.totalMinor,
      currency: changed.currency,
      approvalId: changed.approvalId,
      voucherId: changed.voucherId,
    },
  });
  if (before.status !== changed.status && (isInQueue(before) || isInQueue(changed))) await refreshQueue(context, tx);
  return changed;
}

/** Waits for finance: to be booked, or to be archived. */
const isInQueue = ({ status }: ClaimRecord): boolean => status === 'approved' || status === 'booked';
