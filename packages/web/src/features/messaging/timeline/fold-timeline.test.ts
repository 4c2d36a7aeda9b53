import type { ClientId, ConversationId, UserId } from '@countinghouse/protocol';
import type { TimelineEntry, TimelineMessage } from '@countinghouse/sdk';
import { describe, expect, it } from 'vitest';
import { anchorRows, foldTimeline, type TimelineRow } from './fold-timeline.ts';

const me = 'me' as UserId; // A test needs ids only to differ.
const other = 'other' as UserId; // As above.

function message(seq: number, actorId: UserId, at: Date, parts: Partial<TimelineMessage> = {}): TimelineEntry {
  const clientId = `client-${seq}` as ClientId; // As above.
  const made: TimelineMessage = {
    clientId,
    seq,
    at: at.toISOString(),
    actorId,
    text: `${seq}`,
    mentions: [],
    mentionGroups: [],
    files: [],
    cards: [],
    reactions: [],
    state: 'sent',
    uploads: [],
    ...parts,
  };
  return { kind: 'message', key: clientId, message: made };
}

const none = { afterSeq: 0, upToSeq: 0 };
const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute);
const kinds = (rows: readonly TimelineRow[]) => rows.map((row) => row.kind).join(' ');

describe('foldTimeline', () => {
  it('draws no divider above the middle of what is unread: only once its beginning is loaded', () => {
    const unread = { afterSeq: 3, upToSeq: 9 };
    const fold = (from: number) => {
      const entries = [4, 5, 6, 7].filter((seq) => seq >= from).map((seq) => message(seq, other, at(21, 9, seq)));
      return kinds(foldTimeline({ entries, unread, hasOlder: true, meId: me }));
    };
    expect(fold(6)).toBe('day message message');
    expect(fold(4)).toBe('day unread message message message message');
  });

  it('divides days in the reader’s time zone', () => {
    const entries = [
      message(1, other, at(20, 23, 59)),
      message(2, other, at(21, 0, 0)),
      message(3, other, at(21, 9, 0)),
    ];
    expect(kinds(foldTimeline({ entries, unread: none, hasOlder: false, meId: me }))).toBe(
      'day message day message message',
    );
  });

  it('draws one divider before the first unread message of somebody else', () => {
    const entries = [1, 2, 3, 4].map((seq) => message(seq, seq === 2 ? me : other, at(21, 9, seq * 10)));
    const rows = foldTimeline({ entries, unread: { afterSeq: 1, upToSeq: 9 }, hasOlder: false, meId: me });
    expect(kinds(rows)).toBe('day message message unread message message');
    expect(rows.filter((row) => row.kind === 'unread')).toHaveLength(1);
  });

  it('draws no divider before what came in after the conversation was opened', () => {
    const entries = [1, 2].map((seq) => message(seq, other, at(21, 9, seq * 10)));
    expect(kinds(foldTimeline({ entries, unread: { afterSeq: 1, upToSeq: 1 }, hasOlder: false, meId: me }))).toBe(
      'day message message',
    );
  });

  it('draws no divider where everything was read, nor before messages in the outbox', () => {
    const entries = [message(1, other, at(21, 9, 0)), message(0, me, at(21, 9, 1), { state: 'waiting' })];
    expect(kinds(foldTimeline({ entries, unread: { afterSeq: 1, upToSeq: 9 }, hasOlder: false, meId: me }))).toBe(
      'day message message',
    );
  });

  it('tells of people added in a row at once, and of those who came by themselves one by one', () => {
    const joined = (seq: number, actorId: UserId, userId: UserId): TimelineEntry => ({
      kind: 'notice',
      key: `notice-${seq}`,
      event: {
        kind: 'member.joined',
        conversationId: 'c' as ConversationId, // As above.
        seq,
        messageCount: 0,
        at: at(21, 9, seq).toISOString(),
        actorId,
        userId,
        role: 'member',
      },
    });
    const third = 'third' as UserId; // As above.
    const entries = [joined(1, me, me), joined(2, me, other), joined(3, me, third), joined(4, other, third)];
    const rows = foldTimeline({ entries, unread: none, hasOlder: false, meId: me }).filter(
      (row) => row.kind === 'notice',
    );
    expect(rows.map((row) => row.userIds)).toEqual([[me], [other, third], [third]]);
  });

  it('joins what one person says within five minutes, until somebody or a card comes between', () => {
    const card = { type: 'AdaptiveCard' as const, version: '1.5' as const, fallbackText: '', body: [] };
    const entries = [
      message(1, other, at(21, 9, 0)),
      message(2, other, at(21, 9, 4)),
      message(3, other, at(21, 9, 10)),
      message(4, me, at(21, 9, 11)),
      message(5, other, at(21, 9, 12), { cards: [{ cardId: 'a', card }] }),
      message(6, other, at(21, 9, 12)),
    ];
    const rows = foldTimeline({ entries, unread: none, hasOlder: false, meId: me }).filter(
      (row) => row.kind === 'message',
    );
    expect(rows.map((row) => row.isContinued)).toEqual([false, true, false, false, false, false]);
    expect(rows.map((row) => row.isLastOfRun)).toEqual([false, true, true, true, true, true]);
  });
});

describe('anchorRows', () => {
  const page = (from: number, to: number) =>
    foldTimeline({
      entries: Array.from({ length: to - from + 1 }, (_, n) => message(from + n, other, at(1 + (from + n) / 40, 9, 0))),
      unread: none,
      hasOlder: false,
      meId: me,
    });
  const numberOf = (rows: readonly TimelineRow[], firstIndex: number, seq: number) =>
    firstIndex + rows.findIndex((row) => row.kind === 'message' && row.message.seq === seq);

  it('keeps the number of every message while older ones come in above and newer ones below', () => {
    const first = page(400, 500);
    const before = anchorRows(first, null);
    const grown = page(150, 520);
    const after = anchorRows(grown, before.anchor);
    for (const seq of [400, 450, 500]) {
      expect(numberOf(grown, after.firstIndex, seq)).toBe(numberOf(first, before.firstIndex, seq));
    }
    expect(after.firstIndex).toBeLessThan(before.firstIndex);
  });

  it('starts anew where the anchor is gone', () => {
    const anchor = { key: 'gone', index: 3 };
    const rows = page(1, 3);
    expect(anchorRows(rows, anchor).anchor?.key).toBe('client-1');
    expect(anchorRows([], anchor).anchor).toBeNull();
  });
});
