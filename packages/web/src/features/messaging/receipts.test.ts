import type { Member, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { hasPeerRead } from './receipts.ts';

const member = (userId: string, seq: number): Member => ({
  userId: userId as UserId, // A test needs ids only to differ.
  role: 'member',
  joinedAt: '2026-11-22T00:00:00.000Z',
  cursor: { seq, messageCount: seq },
});
const message = { seq: 7, actorId: 'sender' as UserId }; // As above.
const noApp = () => false;

describe('hasPeerRead', () => {
  it('is told by the cursor of the other one', () => {
    expect(hasPeerRead(message, [member('sender', 9), member('peer', 6)], noApp)).toBe(false);
    expect(hasPeerRead(message, [member('sender', 9), member('peer', 7)], noApp)).toBe(true);
  });

  it('says nothing of apps, and nothing while the other one is not known', () => {
    expect(hasPeerRead(message, [member('sender', 9), member('app', 0)], (id) => id === 'app')).toBeNull();
    expect(hasPeerRead(message, [], noApp)).toBeNull();
  });
});
