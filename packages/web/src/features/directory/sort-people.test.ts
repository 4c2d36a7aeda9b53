import type { Department, DepartmentId, Person, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { findPeople, isAt, sortPeople } from './sort-people.ts';

const person = (id: string, parts: Partial<Person> = {}): Person => ({
  id: id as UserId, // A test needs ids only to differ.
  kind: 'person',
  login: id,
  name: { zh: id },
  title: { zh: '审计员', en: 'Auditor' },
  departmentId: 'audit' as DepartmentId, // As above.
  isActive: true,
  ...parts,
});
const departments: Department[] = [
  { id: 'audit' as DepartmentId, name: { zh: '审计部' }, headId: 'zhou' as UserId }, // As above.
];
const people = [
  person('wang', { name: { zh: '王敏', en: 'Wang Min' } }),
  person('chen', { name: { zh: '陈屿', en: 'Chen Yu' } }),
  person('zhou', { name: { zh: '周岚' } }),
  person('gone', { isActive: false }),
  person('liu', { kind: 'guest', departmentId: null }),
];

describe('sortPeople', () => {
  it('puts the head first, then by pronunciation, and leaves out who has left', () => {
    const sorted = sortPeople(
      people.filter((each) => isAt({ kind: 'everybody' }, each)),
      departments,
      (p) => p.name.zh,
    );
    expect(sorted.map(({ id }) => id)).toEqual(['zhou', 'chen', 'wang']);
  });
});

describe('isAt', () => {
  it('keeps guests apart from the firm', () => {
    expect(people.filter((each) => isAt({ kind: 'guests' }, each)).map(({ id }) => id)).toEqual(['liu']);
    expect(people.some((each) => isAt({ kind: 'none' }, each))).toBe(false);
  });
});

describe('findPeople', () => {
  it('looks into names of both languages, titles and accounts', () => {
    expect(findPeople(people, 'yu CHEN').map(({ id }) => id)).toEqual(['chen']);
    expect(findPeople(people, '审计 王').map(({ id }) => id)).toEqual(['wang']);
  });
});
