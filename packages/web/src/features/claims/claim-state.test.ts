import type {
  ApprovalStep,
  ApprovalStepId,
  DepartmentId,
  EngagementId,
  InvoiceId,
  UserId,
} from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { costKey, costOptions, missingIn, returnOf, stepToDecide } from './claim-state.ts';
import { parseClaimCard } from './parse-claim-card.ts';
import { aClaimCard, anId, aStep } from './testing/builders.ts';

const approver = anId<UserId>(3);
const partner = anId<UserId>(4);

describe('stepToDecide', () => {
  const steps: ApprovalStep[] = [
    aStep({ id: anId<ApprovalStepId>(1), approverId: approver, status: 'approved' }),
    aStep({ id: anId<ApprovalStepId>(2), approverId: partner, status: 'pending' }),
  ];

  it('is the pending step of this person while the claim is under way', () => {
    expect(stepToDecide({ status: 'submitted', steps }, partner)).toBe(steps[1]);
    expect(stepToDecide({ status: 'submitted', steps }, approver)).toBeUndefined();
    expect(stepToDecide({ status: 'withdrawn', steps }, partner)).toBeUndefined();
  });
});

describe('returnOf', () => {
  it('is the last return, and only while the claim is returned', () => {
    const steps = [aStep({ status: 'returned', reason: 'first' }), aStep({ status: 'returned', reason: 'second' })];
    expect(returnOf({ status: 'returned', steps })?.reason).toBe('second');
    expect(returnOf({ status: 'submitted', steps })).toBeUndefined();
  });
});

describe('missingIn', () => {
  const excess = { rule: 'hotel', limitMinor: 40_000, actualMinor: 48_000, source: { zh: '第 8 条' } };
  const line = { invoiceId: anId<InvoiceId>(1), expenseType: 'travel_hotel', amountMinor: 48_000, excess, reason: ' ' };

  it('names purpose, bearer of the cost and reason', () => {
    const invoice = {} as never; // The rule does not look at the invoice.
    const lines = [{ ...line, invoice }];
    expect(missingIn({ lines, card: { title: '', costTo: null } })).toEqual(['title', 'cost', 'reason']);
    const costTo = { kind: 'department', departmentId: anId<DepartmentId>(1) } as const;
    const mended = { lines: [{ ...line, invoice, reason: '旺季' }], card: { title: '差旅', costTo } };
    expect(missingIn(mended)).toEqual([]);
  });
});

describe('costOptions', () => {
  it('gives each bearer a key that leads back to it', () => {
    const options = costOptions({
      engagements: [{ id: anId<EngagementId>(1), name: { zh: '年报审计' } }],
      departments: [{ id: anId<DepartmentId>(1), name: { zh: '审计一部' } }],
    });
    const all = [...options.engagements, ...options.departments];
    expect(new Set(all.map(({ key }) => key)).size).toBe(2);
    for (const { key, costTo } of all) expect(costKey(costTo)).toBe(key);
  });
});

describe('parseClaimCard', () => {
  it('takes what the server posts and nothing else', () => {
    const card = aClaimCard();
    expect(parseClaimCard(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect(parseClaimCard({ ...card, totalMinor: 1.5 })).toBeNull();
    expect(parseClaimCard({ ...card, lines: 'many' })).toBeNull();
    expect(parseClaimCard(null)).toBeNull();
  });
});
