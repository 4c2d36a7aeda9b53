import { type MessageContent, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { mayMention, mentionableGroups } from '../domain/mentions.ts';
import { settingsOf } from '../domain/settings.ts';
import type { ConversationRow } from '../store/conversation-store.ts';
import type { MemberRow } from '../store/member-store.ts';
import { findTargets, type Target } from '../store/thread-store.ts';
import { mentionRestricted, presentMentions } from './check-mentions.ts';
import type { MessageWrite } from './message-write.ts';

export interface ReferenceFacts {
  locked: readonly ConversationRow[];
  /** The authors, and whomever the messages name. */
  members: readonly MemberRow[];
}

/**
 * Messages that refer to others or to people, as they may stand in the log: names of people who are no members are left
 * out, so that nobody is refused because somebody left meanwhile. Asks the database only where a message quotes or stands
 * in a thread.
 */
export async function checkReferences(
  tx: Transaction,
  writes: readonly MessageWrite[],
  { locked, members }: ReferenceFacts,
): Promise<(MessageContent | Refusal)[]> {
  const places = writes.flatMap(({ conversationId, content: { replyTo, threadSeq } }) =>
    [replyTo, threadSeq].filter((seq) => seq !== undefined).map((seq) => ({ conversationId, seq })),
  );
  const found = places.length > 0 ? await findTargets(tx, places) : [];
  const targets = new Map(found.map((target) => [`${target.conversationId} ${target.seq}`, target]));
  const conversations = new Map(locked.map((row) => [row.id, row]));
  const present = new Map(members.map((row) => [`${row.conversationId} ${row.userId}`, row]));
  return writes.map((write) => {
    const conversation = conversations.get(write.conversationId);
    if (!conversation) return write.content;
    const refusal = checkTargets(write, {
      member: present.get(`${write.conversationId} ${write.actorId}`),
      find: (seq) => targets.get(`${write.conversationId} ${seq}`),
    });
    return refusal ?? settle(write, { conversation, present });
  });
}

/** The quoted message, and the first one of the thread, must be messages that the author sees; threads have no threads. */
function checkTargets(
  { subject, content: { replyTo, threadSeq } }: MessageWrite,
  { member, find }: { member: MemberRow | undefined; find(seq: number): Target | undefined },
): Refusal | undefined {
  for (const seq of [replyTo, threadSeq]) {
    if (seq === undefined) continue;
    const isHidden = subject !== undefined && seq < (member?.visibleFromSeq ?? 1);
    if (isHidden || !find(seq)) return new Refusal('object_missing', `there is no message ${seq}`);
  }
  if (threadSeq !== undefined && find(threadSeq)?.threadSeq != null) {
    return new Refusal('thread_unfit', 'a thread starts at a message that is in no thread');
  }
  return undefined;
}

function settle(
  { actorId, subject, content, conversationId }: MessageWrite,
  { conversation, present }: { conversation: ConversationRow; present: ReadonlyMap<string, MemberRow> },
): MessageContent | Refusal {
  const isMember = (userId: UserId) => present.has(`${conversationId} ${userId}`);
  const { mentions, mentionGroups, ...rest } = content;
  if (mentions.length === 0 && !mentionGroups) return content;
  const groups = mentionableGroups(mentionGroups ?? [], conversation.kind);
  const role = present.get(`${conversationId} ${actorId}`)?.role ?? 'member';
  const facts = { kind: conversation.kind, settings: settingsOf(conversation), role };
  if (subject && groups.some((group) => !mayMention(group, facts))) return mentionRestricted();
  const named = presentMentions(mentions.filter(isMember), groups);
  return { ...rest, ...named };
}
