import type { ApprovalId, ApprovalStep, ApprovalStepId, UserId } from '@countinghouse/protocol';
import { Refusal } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { type ApprovalRecord, type ApprovalStatus, cancelApproval, type Decision, decideStep } from './approval.ts';

const user = (name: string) => name as UserId; // Only compared.
const stepId = (name: string) => name as ApprovalStepId; // Only compared.
const at = '2026-11-22T08:00:00.000Z';

const aStep = (position: number, status: ApprovalStep['status']) => ({
  id: stepId(`step${position}`),
  position,
  approverId: user(`approver${position}`),
  ground: 'department_head',
  requiredGround: 'department_head',
  status,
  decidedAt: null,
  reason: '',
});

const anApproval = (steps: ApprovalStep['status'][], status: ApprovalStatus = 'open'): ApprovalRecord => ({
  id: 'approval' as ApprovalId, // Only compared.
  subjectType: 'claim',
  subjectId: 'claim',
  requesterId: user('staff'),
  status,
  steps: steps.map((given, index) => aStep(index + 1, given)),
});

const decisions: Record<Decision['kind'], Decision> = {
  approve: { kind: 'approve', reason: '' },
  return: { kind: 'return', reason: '缺附件' },
  delegate: {
    kind: 'delegate',
    reason: '出差',
    approverId: user('deputy'),
    newStepId: stepId('added'),
    isFit: true,
  },
};

const decide = (approval: ApprovalRecord, position: number, decision: Decision, by = `approver${position}`) =>
  decideStep(approval, { stepId: stepId(`step${position}`), deciderId: user(by), at, decision });

const refusalOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error.refusal;
    throw error;
  }
  return 'done';
};

const stepStates = (approval: ApprovalRecord) => approval.steps.map((step) => `${step.approverId} ${step.status}`);

test('AP5: every state of a step with every decision: only the pending step of an open approval can be decided', () => {
  const stepStatuses: ApprovalStep['status'][] = [
    'waiting',
    'pending',
    'approved',
    'returned',
    'delegated',
    'cancelled',
  ];
  const approvalStatuses: ApprovalStatus[] = ['open', 'approved', 'returned', 'cancelled'];
  for (const approvalStatus of approvalStatuses) {
    for (const stepStatus of stepStatuses) {
      for (const decision of Object.values(decisions)) {
        const result = refusalOf(() => decide(anApproval([stepStatus], approvalStatus), 1, decision));
        const isPossible = approvalStatus === 'open' && stepStatus === 'pending';
        expect([approvalStatus, stepStatus, decision.kind, result]).toEqual([
          approvalStatus,
          stepStatus,
          decision.kind,
          isPossible ? 'done' : 'approval_not_pending',
        ]);
      }
    }
  }
});

test('AP5: a later approver cannot decide before the earlier one', () => {
  for (const decision of Object.values(decisions)) {
    expect(refusalOf(() => decide(anApproval(['pending', 'waiting']), 2, decision))).toBe('approval_not_pending');
  }
});

test('AP6: only the approver of the step decides, never the requester', () => {
  const approval = anApproval(['pending', 'waiting']);
  for (const decision of Object.values(decisions)) {
    expect(refusalOf(() => decide(approval, 1, decision, 'approver2'))).toBe('approval_not_yours');
    expect(refusalOf(() => decide(approval, 1, decision, 'staff'))).toBe('approval_not_yours');
  }
  const own = { ...approval, requesterId: user('approver1') };
  expect(refusalOf(() => decide(own, 1, decisions.approve))).toBe('approval_not_yours');
  expect(refusalOf(() => decide(approval, 7, decisions.approve, 'approver1'))).toBe('approval_not_pending');
});

test('AP5: approval opens the next step, the last one ends the chain', () => {
  const first = decide(anApproval(['pending', 'waiting', 'waiting']), 1, decisions.approve);
  expect([first.status, ...stepStates(first)]).toEqual([
    'open',
    'approver1 approved',
    'approver2 pending',
    'approver3 waiting',
  ]);
  const last = decide(decide(first, 2, decisions.approve), 3, decisions.approve);
  expect([last.status, ...stepStates(last)]).toEqual([
    'approved',
    'approver1 approved',
    'approver2 approved',
    'approver3 approved',
  ]);
  expect(last.steps[2]?.decidedAt).toBe(at);
});

test('AP7: a return needs a reason and ends the chain', () => {
  const approval = anApproval(['pending', 'waiting']);
  expect(refusalOf(() => decide(approval, 1, { kind: 'return', reason: '  ' }))).toBe('approval_reason_missing');
  const returned = decide(approval, 1, decisions.return);
  expect([returned.status, ...stepStates(returned)]).toEqual(['returned', 'approver1 returned', 'approver2 cancelled']);
});

test('AP8: delegation puts a fit person in the same place, and the chain still has to be walked', () => {
  const approval = anApproval(['pending', 'waiting']);
  const delegated = decide(approval, 1, decisions.delegate);
  expect([delegated.status, ...stepStates(delegated)]).toEqual([
    'open',
    'approver1 delegated',
    'deputy pending',
    'approver2 waiting',
  ]);
  expect(delegated.steps[1]).toMatchObject({ position: 1, ground: 'added', requiredGround: 'department_head' });
  const unfit: [string, Partial<Extract<Decision, { kind: 'delegate' }>>][] = [
    ['somebody unfit', { isFit: false }],
    ['the requester', { approverId: user('staff') }],
    ['a later approver', { approverId: user('approver2') }],
    ['oneself', { approverId: user('approver1') }],
  ];
  for (const [who, given] of unfit) {
    const decision = { ...decisions.delegate, ...given } as Decision; // Still a delegation.
    expect([who, refusalOf(() => decide(approval, 1, decision))]).toEqual([who, 'approval_approver_unfit']);
  }
});

test('AP9: only an open approval can be taken back', () => {
  expect(stepStates(cancelApproval(anApproval(['approved', 'pending', 'waiting'])))).toEqual([
    'approver1 approved',
    'approver2 cancelled',
    'approver3 cancelled',
  ]);
  for (const status of ['approved', 'returned', 'cancelled'] as const) {
    expect(refusalOf(() => cancelApproval(anApproval(['approved'], status)))).toBe('approval_not_pending');
  }
});
