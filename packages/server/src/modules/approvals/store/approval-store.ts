import type { ApprovalId, ApprovalStepId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { ApprovalRecord, ApprovalStatus, ApprovalStepRecord } from '../domain/approval.ts';

interface ApprovalRow {
  id: ApprovalId;
  subject_type: string;
  subject_id: string;
  requester_id: UserId;
  status: ApprovalStatus;
}

interface StepRow {
  id: ApprovalStepId;
  approval_id: ApprovalId;
  position: number;
  approver_id: UserId;
  ground: string;
  required_ground: string;
  status: ApprovalStepRecord['status'];
  decided_at: Date | null;
  reason: string;
}

const toStep = (row: StepRow): ApprovalStepRecord => ({
  id: row.id,
  position: row.position,
  approverId: row.approver_id,
  ground: row.ground,
  requiredGround: row.required_ground,
  status: row.status,
  decidedAt: row.decided_at?.toISOString() ?? null,
  reason: row.reason,
});

async function selectApprovals(
  db: Queryable,
  condition: string,
  params: readonly unknown[],
): Promise<ApprovalRecord[]> {
  const rows = await db.query<ApprovalRow>(
    `select a.id, a.subject_type, a.subject_id, a.requester_id, a.status from approvals a where ${condition}`,
    params,
  );
  if (rows.length === 0) return [];
  // A delegated step and the one added in its place share a position; ids sort by time of making.
  const steps = await db.query<StepRow>(
    `select id, approval_id, position, approver_id, ground, required_ground, status, decided_at, reason
     from approval_steps where approval_id = any($1::uuid[]) order by position, id`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => ({
    id: row.id,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    requesterId: row.requester_id,
    status: row.status,
    steps: steps.filter((step) => step.approval_id === row.id).map(toStep),
  }));
}

export const findApprovals = (db: Queryable, approvalIds: readonly ApprovalId[]): Promise<ApprovalRecord[]> =>
  selectApprovals(db, 'a.id = any($1::uuid[])', [approvalIds]);

export const lockApproval = async (tx: Transaction, approvalId: ApprovalId): Promise<ApprovalRecord | undefined> =>
  (await selectApprovals(tx, 'a.id = $1 for update', [approvalId]))[0];

export const listApprovalsOf = (db: Queryable, subjectId: string): Promise<ApprovalRecord[]> =>
  selectApprovals(db, 'a.subject_id = $1 order by a.id', [subjectId]);

/** Approvals in which this person's step is the pending one, oldest first. */
export const listPendingFor = (db: Queryable, userId: UserId): Promise<ApprovalRecord[]> =>
  selectApprovals(
    db,
    `a.status = 'open' and exists (select 1 from approval_steps s where s.approval_id = a.id and s.approver_id = $1 and s.status = 'pending') order by a.id`,
    [userId],
  );

export async function insertApproval(tx: Transaction, approval: ApprovalRecord, at: Date): Promise<void> {
  await tx.query(
    'insert into approvals (id, subject_type, subject_id, requester_id, status, created_at) values ($1, $2, $3, $4, $5, $6)',
    [approval.id, approval.subjectType, approval.subjectId, approval.requesterId, approval.status, at],
  );
  for (const step of approval.steps) await insertStep(tx, approval.id, step);
}

async function insertStep(tx: Transaction, approvalId: ApprovalId, step: ApprovalStepRecord): Promise<void> {
  await tx.query(
    `insert into approval_steps (id, approval_id, position, approver_id, ground, required_ground, status, decided_at, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      step.id,
      approvalId,
      step.position,
      step.approverId,
      step.ground,
      step.requiredGround,
      step.status,
      step.decidedAt,
      step.reason,
    ],
  );
}

/** Writes what differs: first the steps that end, since only one may be pending at a time. */
export async function saveApproval(
  tx: Transaction,
  input: { before: ApprovalRecord; after: ApprovalRecord; at: Date },
): Promise<void> {
  const { before, after, at } = input;
  const known = new Map(before.steps.map((step) => [step.id, step]));
  const changed = after.steps.filter((step) => known.get(step.id)?.status !== step.status);
  for (const step of [...changed].sort((a, b) => Number(a.status === 'pending') - Number(b.status === 'pending'))) {
    if (!known.has(step.id)) await insertStep(tx, after.id, step);
    else {
      await tx.query('update approval_steps set status = $2, decided_at = $3, reason = $4 where id = $1', [
        step.id,
        step.status,
        step.decidedAt,
        step.reason,
      ]);
    }
  }
  if (before.status !== after.status) {
    await tx.query('update approvals set status = $2, ended_at = $3 where id = $1', [after.id, after.status, at]);
  }
}
