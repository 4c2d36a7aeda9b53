import { type ApprovalId, type ApprovalStepId, type DepartmentId, Refusal, type UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/index.ts';
import { replacePartners } from './actions/set-partners.ts';
import { type ApprovalRecord, cancelApproval, type Decision, decideStep } from './domain/approval.ts';
import { type CostKind, planChain } from './domain/chain.ts';
import { approvalDecided } from './events.ts';
import { registerRoutes } from './routes.ts';
import { insertApproval, lockApproval, saveApproval } from './store/approval-store.ts';
import {
  isActivePerson,
  isFitApprover,
  listDepartmentApprovers,
  listPartners,
  listRules,
} from './store/candidate-store.ts';

export type { ApprovalRecord, ApprovalStepRecord } from './domain/approval.ts';
export { approvalDecided } from './events.ts';
export { findApprovals, listApprovalsOf, listPendingFor } from './store/approval-store.ts';

export interface ApprovalRequest {
  subjectType: string;
  subjectId: string;
  requesterId: UserId;
  /** In fen of the base currency. */
  amountMinor: number;
  costKind: CostKind;
  /** Whose head is asked. */
  departmentId: DepartmentId | null;
  engagementLeadId: UserId | null;
}

export interface DecisionRequest {
  approvalId: ApprovalId;
  stepId: ApprovalStepId;
  deciderId: UserId;
  decision: 'approve' | 'return' | 'delegate';
  reason: string;
  approverId: UserId | undefined;
}

export interface Approvals {
  registerRoutes(app: FastifyInstance): void;
  /** Starts the chain that the rules demand; throws `approver_missing` where it cannot be filled. */
  request(tx: Transaction, request: ApprovalRequest): Promise<ApprovalRecord>;
  /** Decides one step and emits `approvalDecided`. The caller has checked that the decider may see the subject. */
  decide(tx: Transaction, request: DecisionRequest): Promise<ApprovalRecord>;
  /** The requester takes it back. */
  cancel(tx: Transaction, input: { approvalId: ApprovalId; actorId: UserId }): Promise<ApprovalRecord>;
  /** Who may sign as partner; nobody named means every manager. First start and demonstration; no rights are asked. */
  setPartners(tx: Transaction, userIds: readonly UserId[]): Promise<void>;
}

export function createApprovals(platform: Pick<Platform, 'database' | 'clock' | 'newId' | 'events'>): Approvals {
  const audited = (tx: Transaction, actorId: UserId | null, action: string, record: ApprovalRecord, detail: object) =>
    recordAudit(tx, {
      at: platform.clock.now(),
      actorId,
      action,
      objectType: 'approval',
      objectId: record.id,
      detail: { subjectType: record.subjectType, subjectId: record.subjectId, status: record.status, ...detail },
    });
  return {
    registerRoutes: (app) => registerRoutes(app, platform),
    request: async (tx, request) => {
      const approval = await startChain(platform, tx, request);
      await insertApproval(tx, approval, platform.clock.now());
      const chain = approval.steps.map(({ approverId, ground }) => ({ approverId, ground }));
      audited(tx, request.requesterId, 'approval.requested', approval, { chain });
      return approval;
    },
    decide: async (tx, request) => {
      const before = await lockApproval(tx, request.approvalId);
      if (!before) throw new Refusal('object_missing', 'there is no such approval for you');
      const at = platform.clock.now();
      const decision = await completeDecision(platform, tx, before, request);
      const { stepId, deciderId } = request;
      const after = decideStep(before, { stepId, deciderId, at: at.toISOString(), decision });
      await saveApproval(tx, { before, after, at });
      const to = decision.kind === 'delegate' ? { delegatedToId: decision.approverId } : {};
      audited(tx, deciderId, `approval.${decision.kind}`, after, { stepId, ...to });
      const { reason } = request;
      await platform.events.emit(tx, approvalDecided, {
        before,
        after,
        actorId: deciderId,
        decision: decision.kind,
        reason,
      });
      return after;
    },
    cancel: async (tx, { approvalId, actorId }) => {
      const before = await lockApproval(tx, approvalId);
      if (!before) throw new Refusal('object_missing', 'there is no such approval');
      const after = cancelApproval(before);
      await saveApproval(tx, { before, after, at: platform.clock.now() });
      audited(tx, actorId, 'approval.cancelled', after, {});
      return after;
    },
    setPartners: (tx, userIds) => replacePartners(platform, tx, { userIds, actorId: null }),
  };
}

async function startChain(
  platform: Pick<Platform, 'newId'>,
  tx: Transaction,
  request: ApprovalRequest,
): Promise<ApprovalRecord> {
  const partners = await listPartners(tx);
  const lead = request.engagementLeadId;
  const steps = planChain({
    rules: await listRules(tx),
    amountMinor: request.amountMinor,
    costKind: request.costKind,
    requesterId: request.requesterId,
    candidates: {
      department_head: [...(await listDepartmentApprovers(tx, request.departmentId)), ...partners],
      engagement_lead: lead && (await isActivePerson(tx, lead)) ? [lead, ...partners] : partners,
      partner: partners,
    },
  });
  const { subjectType, subjectId, requesterId } = request;
  return {
    id: platform.newId<'approval'>(),
    subjectType,
    subjectId,
    requesterId,
    status: 'open',
    steps: steps.map((step, index) => ({
      id: platform.newId<'approval-step'>(),
      position: step.position,
      approverId: step.approverId,
      ground: step.ground,
      requiredGround: step.ground,
      status: index === 0 ? 'pending' : 'waiting',
      decidedAt: null,
      reason: '',
    })),
  };
}

async function completeDecision(
  platform: Pick<Platform, 'newId'>,
  db: Queryable,
  approval: ApprovalRecord,
  request: DecisionRequest,
): Promise<Decision> {
  const { decision: kind, reason, approverId } = request;
  if (kind !== 'delegate') return { kind, reason };
  if (!approverId) throw new Refusal('approval_approver_unfit', 'name the person who shall decide');
  const step = approval.steps.find((candidate) => candidate.id === request.stepId);
  const isFit = await isFitApprover(db, { userId: approverId, requiredGround: step?.requiredGround ?? 'partner' });
  return { kind, reason, approverId, newStepId: platform.newId<'approval-step'>(), isFit };
}
