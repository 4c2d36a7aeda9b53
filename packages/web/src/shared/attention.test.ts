import { describe, expect, it } from 'vitest';
import { attentionOf, attentionTotal } from './attention.ts';

const row = (notify: 'all' | 'mentions' | 'none', mentionSeqs: number[] = [], isArchived = false) => ({
  messageCount: 8,
  cursor: { seq: 3, messageCount: 5 },
  mentionSeqs,
  isArchived,
  mine: { isPinned: false, notify },
});

describe('attentionOf', () => {
  it('counts messages, not events, and never below nothing', () => {
    expect(attentionOf(row('all'))).toEqual({ count: 3, isLoud: true, isMentioned: false });
    expect(attentionOf({ ...row('all'), cursor: { seq: 30, messageCount: 9 } }).count).toBe(0);
  });

  it('is quiet where the reader wants to hear nothing, and says all the same that they are named', () => {
    expect(attentionOf(row('none', [7]))).toEqual({ count: 3, isLoud: false, isMentioned: true });
  });

  it('is loud for mentions alone where only they are wanted', () => {
    expect(attentionOf(row('mentions'))).toEqual({ count: 3, isLoud: false, isMentioned: false });
    expect(attentionOf(row('mentions', [6, 7]))).toEqual({ count: 2, isLoud: true, isMentioned: true });
  });

  it('is quiet in what is archived', () => {
    expect(attentionOf(row('all', [], true)).isLoud).toBe(false);
  });
});

describe('attentionTotal', () => {
  it('is the sum of the loud badges', () => {
    expect(attentionTotal([row('all'), row('none', [6]), row('mentions'), row('mentions', [6]), row('all')])).toBe(7);
  });
});
