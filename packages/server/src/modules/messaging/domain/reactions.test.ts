import type { UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { moveReactor, type Reactors } from './reactions.ts';

const [ann, bob, eve] = ['ann', 'bob', 'eve'] as [UserId, UserId, UserId]; // ids in name only
const after = (standing: Reactors, userId: UserId, isOn: boolean) =>
  moveReactor(standing, { userId, isOn, namedMax: 2 });

test('of those who reacted the earliest are named, and all are counted', () => {
  const one = { count: 1, userIds: [ann] };
  const two = { count: 2, userIds: [ann, bob] };
  const three = { count: 3, userIds: [ann, bob] };
  expect(after({ count: 0, userIds: [] }, ann, true)).toEqual(one);
  expect(after(one, bob, true)).toEqual(two);
  expect(after(two, eve, true)).toEqual(three);
  expect(after(three, eve, false)).toEqual(two);
  expect(after(two, bob, false)).toEqual(one);
  expect(after(three, ann, false)).toBeUndefined();
});
