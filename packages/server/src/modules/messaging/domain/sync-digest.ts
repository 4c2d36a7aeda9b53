import { createHash } from 'node:crypto';
import type { ConversationId, Cursor, InboxCounts, SyncDigest } from '@countinghouse/protocol';

export interface DigestRow {
  id: ConversationId;
  headSeq: number;
  messageCount: number;
  cursor: Cursor;
  draft: { seq: number } | null;
  mark?: { seq: number };
  /** By thread. */
  threadDrafts?: readonly { threadSeq: number; seq: number }[];
}

/** The digest that `SyncDigest` of the protocol describes. */
export function syncDigest(rows: readonly DigestRow[], inbox: InboxCounts): SyncDigest {
  const own = rows
    .map(({ id, cursor, draft, mark, threadDrafts = [] }) => {
      const inThreads = threadDrafts.map(({ threadSeq, seq }) => `t${threadSeq}:${seq}`);
      const marked = mark ? [mark.seq] : [];
      return [id, cursor.seq, cursor.messageCount, draft?.seq ?? 0, ...marked, ...inThreads].join(' ');
    })
    .sort();
  own.push(`inbox ${inbox.approvals} ${inbox.returned} ${inbox.questions} ${inbox.queue}`);
  const heads = rows.map(({ id, headSeq, messageCount }) => `${id} ${headSeq} ${messageCount}`).sort();
  return { own: hashOf(own), heads: hashOf(heads) };
}

const hashOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
