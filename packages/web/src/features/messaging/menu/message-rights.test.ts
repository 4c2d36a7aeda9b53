import { defaultConversationSettings, defaultMessagingPolicy, type UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { postingClosed, type RightsFacts, rightsOver } from './message-rights.ts';

const me = 'me' as UserId; // A test needs ids only to differ.
const other = 'other' as UserId; // See above.
const now = Date.parse('2026-11-22T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

const facts = (summary: Partial<RightsFacts['summary']> = {}): RightsFacts => ({
  meId: me,
  policy: { ...defaultMessagingPolicy, recallMinutes: 60, editMinutes: 10 },
  summary: { kind: 'group', myRole: 'member', isArchived: false, settings: defaultConversationSettings, ...summary },
});
const message = (parts: object = {}) => ({
  actorId: me,
  at: minutesAgo(5),
  seq: 7,
  state: 'sent' as const,
  text: '好',
  files: [],
  cards: [],
  ...parts,
});

test('an author edits and recalls an own message within the time of the firm, and no longer', () => {
  expect(rightsOver(message(), facts(), now)).toMatchObject({ edit: true, recall: true });
  expect(rightsOver(message({ at: minutesAgo(30) }), facts(), now)).toMatchObject({ edit: false, recall: true });
  expect(rightsOver(message({ at: minutesAgo(90) }), facts(), now)).toMatchObject({ edit: false, recall: false });
});

test('owner and admins of a group recall what others said, at any time, and never edit it', () => {
  const old = message({ actorId: other, at: minutesAgo(90_000) });
  expect(rightsOver(old, facts({ myRole: 'admin' }), now)).toMatchObject({ edit: false, recall: true });
  expect(rightsOver(old, facts({ kind: 'direct', myRole: 'owner' }), now).recall).toBe(false);
});

test('of a message that was recalled or is still on its way, nothing is offered', () => {
  const offered = (parts: object) => Object.values(rightsOver(message(parts), facts(), now)).some(Boolean);
  expect(offered({ recalled: { actorId: me, at: minutesAgo(1) } })).toBe(false);
  expect(offered({ seq: 0, state: 'sending' })).toBe(false);
});

test('in an archived conversation messages can be copied and passed on, and nothing else', () => {
  expect(rightsOver(message(), facts({ isArchived: true }), now)).toEqual({
    reply: false,
    react: false,
    edit: false,
    recall: false,
    pin: false,
    forward: true,
    copy: true,
  });
});

test('where only admins write, members are told so', () => {
  const settings = { ...defaultConversationSettings, mayPost: 'admins' as const };
  expect(postingClosed(facts({ settings }).summary)).toBe('restricted');
  expect(postingClosed(facts({ settings, myRole: 'owner' }).summary)).toBeNull();
  expect(postingClosed(facts({ isArchived: true }).summary)).toBe('archived');
  const rights = rightsOver(message(), facts({ settings }), now);
  expect(rights).toMatchObject({ reply: false, edit: false, recall: true, react: true, pin: true, forward: true });
});
