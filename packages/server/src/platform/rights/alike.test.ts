import type { OrgRole, UserId, UserKind } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { groupAlike, parameters, type Subject, where, whereAlike } from './index.ts';

let count = 0;
const aSubject = (kind: UserKind, ...roles: OrgRole[]): { subject: Subject } => ({
  subject: { userId: `user-${++count}` as UserId, kind, roles: new Set(roles), sessionId: undefined },
});

test('people of one kind and with the same roles are a group, whatever the order of the roles', () => {
  const [staff, other, finance, guest] = [
    aSubject('person', 'staff', 'manager'),
    aSubject('person', 'manager', 'staff'),
    aSubject('person', 'staff', 'finance'),
    aSubject('guest', 'guest'),
  ];
  expect(groupAlike([staff, finance, guest, other])).toEqual([[staff, other], [finance], [guest]]);
});

test('the condition for a group is that for each of it, with the row’s own person in the place of the one', () => {
  const group = [aSubject('person', 'staff'), aSubject('person', 'staff')];
  const all = parameters();
  const shared = whereAlike(group, 'read', 'conversation', { alias: 'c', user: 'w.user_id', bind: all.bind });
  expect(all.values).toEqual([]);
  for (const { subject } of group) {
    const one = parameters();
    const single = where(subject, 'read', 'conversation', { alias: 'c', bind: one.bind });
    expect(one.values.length).toBeGreaterThan(0);
    expect(new Set(one.values)).toEqual(new Set([subject.userId]));
    expect(single.replaceAll(/\$\d+/g, 'w.user_id')).toBe(shared);
  }
});

test('nobody may nothing', () => {
  const { bind } = parameters();
  expect(whereAlike([], 'read', 'conversation', { alias: 'c', user: 'w.user_id', bind })).toBe('false');
});
