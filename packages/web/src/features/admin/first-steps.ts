import type { Department, Firm } from '@countinghouse/protocol';
import type { Account } from './PeopleTable.tsx';

export interface FirstStep {
  id: 'firm' | 'departments' | 'people' | 'finance';
  isDone: boolean;
}

/** What a new firm needs before its first claim can be handed in, approved and booked. */
export function firstSteps(input: {
  firm: Firm;
  departments: readonly Department[];
  accounts: readonly Account[];
}): FirstStep[] {
  const active = input.accounts.filter(({ person }) => person.isActive && person.kind === 'person');
  return [
    { id: 'firm', isDone: input.firm.buyers.length > 0 },
    { id: 'departments', isDone: input.departments.some((department) => department.headId !== null) },
    { id: 'people', isDone: active.some(({ person }) => person.departmentId !== null) },
    { id: 'finance', isDone: active.some(({ roles }) => roles.includes('finance')) },
  ];
}
