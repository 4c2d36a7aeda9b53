import { type ConversationSummary, unreadCountOf } from '@countinghouse/protocol';

export interface Attention {
  /** What the badge shows; 0: there is none. */
  count: number;
  /** Quiet badges are grey and count nowhere else. */
  isLoud: boolean;
  /** Somebody named the reader in what they have not read. */
  isMentioned: boolean;
}

type Counted = Pick<ConversationSummary, 'messageCount' | 'cursor' | 'mark' | 'mentionSeqs' | 'isArchived' | 'mine'>;

/**
 * The badge of a conversation by what its reader has chosen: all messages count, only those that name the reader, or
 * none. Rail and tab title show the sum of the loud ones, so that the figures agree with the rows.
 */
export function attentionOf(summary: Counted): Attention {
  const unread = unreadCountOf(summary);
  const mentions = Math.min(summary.mentionSeqs.length, unread);
  const isMentioned = mentions > 0;
  if (summary.isArchived || summary.mine.notify === 'none') return { count: unread, isLoud: false, isMentioned };
  if (summary.mine.notify === 'mentions' && isMentioned) return { count: mentions, isLoud: true, isMentioned };
  return { count: unread, isLoud: summary.mine.notify === 'all', isMentioned };
}

const totals = new WeakMap<readonly Counted[], number>();

/** What waits for the reader in all conversations together; rail, title and icon count the same list once. */
export function attentionTotal(conversations: readonly Counted[]): number {
  const known = totals.get(conversations);
  if (known !== undefined) return known;
  const total = conversations.reduce((sum, each) => {
    const { count, isLoud } = attentionOf(each);
    return isLoud ? sum + count : sum;
  }, 0);
  totals.set(conversations, total);
  return total;
}
