import {
  type ConversationEvent,
  type ConversationId,
  type ConversationSummary,
  messagePreview,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { listReadableIds } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { peerOf } from '../domain/direct-key.ts';
import { type ConversationRow, findConversations } from '../store/conversation-store.ts';
import { findEvents } from '../store/event-store.ts';
import { findMembers, type MemberRow } from '../store/member-store.ts';

type SummaryContext = Pick<MessagingContext, 'sealer'>;

/** Rows of the subject's conversation list; those of `ids`, or all. What the subject may not read is left out. */
export async function listSummaries(
  { sealer }: SummaryContext,
  db: Queryable,
  { subject, ids }: { subject: Subject; ids?: readonly ConversationId[] },
): Promise<ConversationSummary[]> {
  const readable = (await listReadableIds(db, subject, ids)).map((row) => row.id);
  if (readable.length === 0) return [];
  const rows = await findConversations(db, readable);
  const places = rows.map((row) => ({ conversationId: row.id, userId: subject.userId }));
  const members = new Map((await findMembers(db, places)).map((member) => [member.conversationId, member]));
  const lastMessages = new Map(
    (
      await findEvents(
        db,
        sealer,
        rows.flatMap((row) => lastVisibleMessage(row, members.get(row.id))),
      )
    ).map((event) => [event.conversationId, event]),
  );
  return rows.flatMap((row) => {
    const member = members.get(row.id);
    return member ? [presentSummary(row, member, lastMessages.get(row.id))] : [];
  });
}

const lastVisibleMessage = (row: ConversationRow, member: MemberRow | undefined) =>
  member && row.lastMessageSeq !== null && row.lastMessageSeq >= member.visibleFromSeq
    ? [{ conversationId: row.id, seq: row.lastMessageSeq }]
    : [];

const presentSummary = (
  row: ConversationRow,
  member: MemberRow,
  last: ConversationEvent | undefined,
): ConversationSummary => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  peerId: peerOf(row.directKey, member.userId),
  parentId: row.parentId,
  engagementId: row.engagementId,
  dataClass: row.dataClass,
  memberCount: row.memberCount,
  myRole: member.role,
  headSeq: row.headSeq,
  messageCount: row.messageCount,
  cursor: { seq: member.cursorSeq, messageCount: member.cursorMessageCount },
  lastMessage:
    last?.kind === 'message.posted'
      ? { seq: last.seq, actorId: last.actorId, at: last.at, preview: messagePreview(last.content) }
      : null,
});
