import { type ApprovalId, type ApprovalStep, type ApprovalStepId, Refusal, type UserId } from '@countinghouse/protocol';

export type ApprovalStatus = 'open' | 'approved' | 'returned' | 'cancelled';

export interface ApprovalStepRecord extends ApprovalStep {
  /** What the rules demanded; a delegated step hands it on. */
  requiredGround: string;
}

export interface ApprovalRecord {
  id: ApprovalId;
  subjectType: string;
  subjectId: string;
  requesterId: UserId;
  status: ApprovalStatus;
  steps: ApprovalStepRecord[];
}

export type Decision =
  | { kind: 'approve'; reason: string }
  | { kind: 'return'; reason: string }
  | { kind: 'delegate'; reason: string; approverId: UserId; newStepId: ApprovalStepId; isFit: boolean };

/** The approval after a decision on one step; or a named refusal. Only the pending step can be decided, only by its approver. */
export function decideStep(
  approval: ApprovalRecord,
  input: { stepId: ApprovalStepId; deciderId: UserId; at: string; decision: Decision },
): ApprovalRecord {
  const step = approval.steps.find((candidate) => candidate.id === input.stepId);
  if (!step) throw new Refusal('approval_not_pending', 'the step is not of this approval');
  if (step.approverId !== input.deciderId || approval.requesterId === input.deciderId) {
    throw new Refusal('approval_not_yours', 'another person decides this step');
  }
  if (approval.status !== 'open' || step.status !== 'pending') {
    throw new Refusal('approval_not_pending', `the step is ${step.status}`);
  }
  const { decision, at } = input;
  switch (decision.kind) {
    case 'approve':
      return afterApproval(approval, { ...step, status: 'approved', decidedAt: at, reason: decision.reason });
    case 'return':
      return afterReturn(approval, { ...step, status: 'returned', decidedAt: at, reason: decision.reason });
    case 'delegate':
      return afterDelegation(approval, step, { ...decision, at });
  }
}

const replaceStep = (steps: readonly ApprovalStepRecord[], changed: ApprovalStepRecord): ApprovalStepRecord[] =>
  steps.map((step) => (step.id === changed.id ? changed : step));

function afterApproval(approval: ApprovalRecord, approved: ApprovalStepRecord): ApprovalRecord {
  const steps = replaceStep(approval.steps, approved);
  const [next] = steps.filter((step) => step.status === 'waiting').sort((a, b) => a.position - b.position);
  if (!next) return { ...approval, status: 'approved', steps };
  return { ...approval, steps: replaceStep(steps, { ...next, status: 'pending' }) };
}

function afterReturn(approval: ApprovalRecord, returned: ApprovalStepRecord): ApprovalRecord {
  if (returned.reason.trim() === '') throw new Refusal('approval_reason_missing', 'say why it goes back');
  return { ...approval, status: 'returned', steps: cancelOpen(replaceStep(approval.steps, returned)) };
}

function afterDelegation(
  approval: ApprovalRecord,
  step: ApprovalStepRecord,
  to: { approverId: UserId; newStepId: ApprovalStepId; isFit: boolean; reason: string; at: string },
): ApprovalRecord {
  const isInChain = approval.steps.some(
    (other) => other.approverId === to.approverId && other.status !== 'delegated' && other.status !== 'cancelled',
  );
  if (!to.isFit || isInChain || to.approverId === approval.requesterId) {
    throw new Refusal('approval_approver_unfit', 'this person cannot decide in your place');
  }
  const delegated: ApprovalStepRecord = { ...step, status: 'delegated', decidedAt: to.at, reason: to.reason };
  const added: ApprovalStepRecord = {
    id: to.newStepId,
    position: step.position,
    approverId: to.approverId,
    ground: 'added',
    requiredGround: step.requiredGround,
    status: 'pending',
    decidedAt: null,
    reason: '',
  };
  const steps = replaceStep(approval.steps, delegated);
  const place = steps.findIndex((candidate) => candidate.id === step.id) + 1;
  return { ...approval, steps: steps.toSpliced(place, 0, added) };
}

/** The requester takes it back; a chain that has ended stays as it is. */
export function cancelApproval(approval: ApprovalRecord): ApprovalRecord {
  if (approval.status !== 'open') throw new Refusal('approval_not_pending', `the approval is ${approval.status}`);
  return { ...approval, status: 'cancelled', steps: cancelOpen(approval.steps) };
}

const cancelOpen = (steps: readonly ApprovalStepRecord[]): ApprovalStepRecord[] =>
  steps.map((step) =>
    step.status === 'waiting' || step.status === 'pending' ? { ...step, status: 'cancelled' } : step,
  );
