import {
  type ConversationSummary,
  defaultConversationSettings,
  defaultMemberSettings,
  defaultNotificationSettings,
  type UserId,
} from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { ChangedRows, decideArrival, findArrivals, findRead, seenBefore, seenOf } from './find-arrivals.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
// Ids of the right type, not of the right form: nothing here looks at their form.
const me = 'me' as unknown as UserId;
const other = 'other' as unknown as UserId;

const aRow = (id: string, seq: number, change: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id: id as ConversationSummary['id'], // as above
  kind: 'group',
  title: id,
  peerId: null,
  parentId: null,
  engagementId: null,
  dataClass: 'general',
  memberCount: 3,
  myRole: 'member',
  headSeq: seq,
  messageCount: seq,
  cursor: { seq: 0, messageCount: 0 },
  draft: null,
  mentionSeqs: [],
  isArchived: false,
  settings: defaultConversationSettings,
  mine: defaultMemberSettings,
  lastMessage: { seq, actorId: other, at: now.toISOString(), preview: '早' },
  ...change,
});

test('what is new since the last look is found once, whichever conversation it came in', () => {
  const before = seenOf([aRow('one', 3), aRow('two', 5)]);
  const rows = [aRow('one', 4), aRow('two', 5), aRow('new', 1)];
  expect(findArrivals(before, rows, now).map(({ summary }) => summary.id)).toEqual(['one', 'new']);
  expect(findArrivals(seenOf(rows), rows, now)).toEqual([]);
});

test('what comes with the list after a time away is no news', () => {
  const later = new Date(now.getTime() + 3 * 60_000);
  expect(findArrivals(new Map(), [aRow('one', 4)], later)).toEqual([]);
});

test('what comes while the client is still opening is told, what stood there before is not', () => {
  const openedAt = new Date(now.getTime() - 1000);
  const saidAt = (id: string, at: Date): ConversationSummary => {
    const row = aRow(id, 4, { mentionSeqs: [2] });
    return { ...row, lastMessage: row.lastMessage && { ...row.lastMessage, at: at.toISOString() } };
  };
  const rows = [saidAt('before', new Date(openedAt.getTime() - 1)), saidAt('meanwhile', openedAt)];
  const found = findArrivals(seenBefore(rows, openedAt), rows, now);
  expect(found.map(({ summary, isNamed }) => [summary.id, isNamed])).toEqual([['meanwhile', false]]);
});

test('a mention counts although another message came after it, and one that was known before does not', () => {
  const before = seenOf([aRow('one', 3)]);
  const isNamed = (mentionSeqs: number[]) => findArrivals(before, [aRow('one', 6, { mentionSeqs })], now)[0]?.isNamed;
  expect(isNamed([4])).toBe(true);
  expect(isNamed([2])).toBe(false);
});

test('what was read on another device makes no notification', () => {
  const decide = (cursorSeq: number) => {
    const [arrival] = findArrivals(new Map(), [aRow('one', 4, { cursor: { seq: cursorSeq, messageCount: 4 } })], now);
    if (!arrival) throw new Error('nothing arrived');
    return decideArrival(arrival, { userId: me, settings: defaultNotificationSettings, now, isOnScreen: false }).kind;
  };
  expect(decide(3)).toBe('notify');
  expect(decide(4)).toBe('none');
});

test('conversations that were read further are told, so that their notifications go', () => {
  const before = new Map([
    ['one', 3],
    ['two', 5],
  ]);
  const read = (seq: number) => ({ cursor: { seq, messageCount: seq } });
  expect(findRead(before, [aRow('one', 4, read(4)), aRow('two', 5, read(5)), aRow('new', 1, read(1))])).toEqual([
    { conversationId: 'one', seq: 4 },
  ]);
});

test('only the rows that changed since the last look are looked through; one that went and came again is new', () => {
  const [one, two] = [aRow('one', 3), aRow('two', 5)];
  const changes = new ChangedRows<ConversationSummary>();
  expect(changes.take([one, two])).toEqual({ before: [], changed: [one, two] });
  const next = aRow('two', 6);
  expect(changes.take([one, next])).toEqual({ before: [two], changed: [next] });
  expect(changes.take([one, next])).toEqual({ before: [], changed: [] });
  expect(changes.take([one])).toEqual({ before: [], changed: [] });
  expect(changes.take([one, next])).toEqual({ before: [], changed: [next] });
});
