import type { Member, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { receiptOf } from './receipts.ts';

const member = (userId: string, seq: number): Member => ({
  userId: userId as UserId, // A test needs ids only to differ.
  role: 'member',
  joinedAt: '2026-11-22T00:00:00.000Z',
  cursor: { seq, messageCount: seq },
});

describe('receiptOf', () => {
  it('counts members at or after the message, without its sender and without apps', () => {
    const members = [member('sender', 9), member('at', 7), member('after', 9), member('before', 6), member('app', 0)];
    const message = { seq: 7, at: '', actorId: 'sender' as UserId }; // As above.
    expect(receiptOf(message, members, (id) => id === 'app')).toEqual({ read: ['at', 'after'], unread: ['before'] });
  });
});
