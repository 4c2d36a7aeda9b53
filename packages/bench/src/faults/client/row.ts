import type { ConversationSummary } from '@countinghouse/protocol';
import type { ReportedRow } from './orders.ts';

export const rowOf = (row: ConversationSummary): ReportedRow => ({
  conversationId: row.id,
  title: row.title,
  headSeq: row.headSeq,
  messageCount: row.messageCount,
  readSeq: row.cursor.seq,
  unread: row.messageCount - row.cursor.messageCount,
  memberCount: row.memberCount,
  role: row.myRole,
  draft: row.draft?.text ?? null,
  lastSeq: row.lastMessage?.seq ?? 0,
});
