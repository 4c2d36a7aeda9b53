import type { Department, OrgRole } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { madeDirectory, madeId, madeMe } from '../../stories/made-firm.ts';
import { firstSteps } from './first-steps.ts';
import type { Account } from './PeopleTable.tsx';

const { firm, person } = madeMe('zh-CN');
const account = (roles: OrgRole[], change: Partial<Account['person']> = {}): Account => ({
  person: { ...person, ...change },
  roles,
  createdAt: '2026-11-22T08:00:00.000Z',
});
const openSteps = (input: Parameters<typeof firstSteps>[0]) =>
  firstSteps(input)
    .filter((step) => !step.isDone)
    .map((step) => step.id);
const headless: Department = { id: madeId(1), name: { zh: '审计部' }, headId: null };

describe('first steps', () => {
  it('are all open in an empty firm', () => {
    const accounts = [account(['system_admin'], { departmentId: null })];
    expect(openSteps({ firm, departments: [], accounts })).toEqual(['firm', 'departments', 'people', 'finance']);
  });

  it('need a head, and people who are active', () => {
    const accounts = [account(['finance'], { isActive: false })];
    expect(openSteps({ firm, departments: [headless], accounts })).toEqual([
      'firm',
      'departments',
      'people',
      'finance',
    ]);
  });

  it('are done once a claim can go its whole way', () => {
    const known = { ...firm, buyers: [{ name: '恒远', taxId: '91310115MA1K4HY761' }] };
    const accounts = [account(['staff', 'finance'])];
    expect(openSteps({ firm: known, departments: madeDirectory.departments, accounts })).toEqual([]);
  });
});
