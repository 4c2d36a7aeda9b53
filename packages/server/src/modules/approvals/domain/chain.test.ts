import type { UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { type ChainRule, planChain } from './chain.ts';

const rules: ChainRule[] = [
  { position: 1, ground: 'engagement_lead', costKind: 'engagement', amountMinorMin: 0 },
  { position: 2, ground: 'department_head', costKind: 'department', amountMinorMin: 0 },
  { position: 2, ground: 'department_head', costKind: 'engagement', amountMinorMin: 1_000_000 },
  { position: 3, ground: 'partner', costKind: null, amountMinorMin: 5_000_000 },
];
const id = (name: string) => name as UserId; // The chain only compares ids.
const people = { head: [id('head'), id('deputy')], lead: [id('lead')], partner: [id('p1'), id('p2')] };

const plan = (
  amountMinor: number,
  costKind: 'engagement' | 'department',
  given: { requester?: string; head?: UserId[]; lead?: UserId[]; partner?: UserId[] } = {},
) => {
  const { head, lead, partner } = { ...people, ...given };
  return planChain({
    rules,
    amountMinor,
    costKind,
    requesterId: id(given.requester ?? 'staff'),
    candidates: { department_head: head, engagement_lead: lead, partner },
  }).map((step) => `${step.position} ${step.ground} ${step.approverId}`);
};

test('AP1: amount and bearer of the cost decide who is asked', () => {
  expect(plan(1, 'department')).toEqual(['1 department_head head']);
  expect(plan(999_999, 'engagement')).toEqual(['1 engagement_lead lead']);
  expect(plan(1_000_000, 'engagement')).toEqual(['1 engagement_lead lead', '2 department_head head']);
  expect(plan(4_999_999, 'department')).toEqual(['1 department_head head']);
  expect(plan(5_000_000, 'department')).toEqual(['1 department_head head', '2 partner p1']);
  expect(plan(5_000_000, 'engagement')).toEqual(['1 engagement_lead lead', '2 department_head head', '3 partner p1']);
});

test('AP2: nobody approves their own request; the next suitable person steps in', () => {
  expect(plan(1, 'department', { requester: 'head' })).toEqual(['1 department_head deputy']);
  expect(plan(5_000_000, 'department', { requester: 'p1' })).toEqual(['1 department_head head', '2 partner p2']);
  expect(() => plan(1, 'engagement', { requester: 'lead' })).toThrow(
    expect.objectContaining({ refusal: 'approver_missing', params: { ground: 'engagement_lead' } }),
  );
});

test('AP3: nobody is asked twice; a partner is a second pair of eyes while there is another one', () => {
  expect(plan(1_000_000, 'engagement', { lead: [id('head')] })).toEqual(['1 engagement_lead head']);
  expect(plan(5_000_000, 'department', { head: [id('p1')] })).toEqual(['1 department_head p1', '2 partner p2']);
  expect(plan(5_000_000, 'department', { head: [id('p1')], partner: [id('p1')] })).toEqual(['1 department_head p1']);
});

test('AP4: without anybody suitable the request is refused by name', () => {
  expect(() => plan(5_000_000, 'department', { partner: [] })).toThrow(
    expect.objectContaining({ refusal: 'approver_missing', params: { ground: 'partner' } }),
  );
  expect(() =>
    planChain({
      rules: [],
      amountMinor: 1,
      costKind: 'department',
      requesterId: id('staff'),
      candidates: { department_head: people.head, engagement_lead: [], partner: [] },
    }),
  ).toThrow(expect.objectContaining({ refusal: 'approver_missing' }));
});
