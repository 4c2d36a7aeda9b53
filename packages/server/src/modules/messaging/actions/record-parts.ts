import type { ConversationId, MentionGroup, Poll, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import type { ConversationRow } from '../store/conversation-store.ts';
import type { PlacedEvent } from '../store/event-store.ts';
import { findMembers, listMembersInRoles } from '../store/member-store.ts';
import {
  deleteMentions,
  deleteMessageFiles,
  everybody,
  insertEdit,
  insertMentions,
  type MentionRow,
  noteRecallOfLast,
  noteTextOfLast,
} from '../store/part-store.ts';
import { deletePin, insertPin } from '../store/pin-store.ts';
import { insertPoll } from '../store/poll-store.ts';
import { insertThreadMessages } from '../store/thread-store.ts';
import { sealPollKey } from '../voters.ts';

/** Ends a poll at its time. */
export const closePollJob = 'close-poll';

type PartsContext = Pick<MessagingContext, 'listEngagementMembers' | 'sealer' | 'jobs'>;

/**
 * What the tables beside the log keep of the events: changed texts, pins, whom a message names, and which files it shows.
 * Costs plain messages nothing.
 */
export async function recordParts(
  context: PartsContext,
  tx: Transaction,
  placed: readonly PlacedEvent[],
  conversations: ReadonlyMap<ConversationId, ConversationRow>,
): Promise<void> {
  const naming: Naming[] = [];
  const replies = [];
  for (const event of placed) {
    const { conversationId, seq: eventSeq, body } = event;
    if (body.kind === 'message.posted') {
      const { mentions, mentionGroups, threadSeq, poll } = body.content;
      if (threadSeq !== undefined && body.threadCount !== undefined) {
        replies.push({ conversationId, seq: eventSeq, threadSeq, position: body.threadCount });
      }
      if (poll) await openPoll(context, tx, { conversationId, seq: eventSeq, authorId: event.actorId, poll });
      if (mentions.length > 0 || mentionGroups) naming.push({ conversationId, seq: eventSeq, mentions, mentionGroups });
    } else if ('messageSeq' in body) {
      const place = { conversationId, seq: body.messageSeq, eventSeq };
      if (body.kind === 'message.edited') {
        await Promise.all([insertEdit(tx, place), noteTextOfLast(tx, place), deleteMentions(tx, place)]);
        naming.push({
          conversationId,
          seq: body.messageSeq,
          mentions: body.mentions,
          mentionGroups: body.mentionGroups,
        });
      } else if (body.kind === 'message.recalled') {
        await Promise.all([noteRecallOfLast(tx, place), deleteMentions(tx, place), deleteMessageFiles(tx, place)]);
      } else if (body.kind === 'pin.set') {
        await (body.isPinned ? insertPin(tx, place) : deletePin(tx, place));
      }
    }
  }
  const rows: MentionRow[] = [];
  for (const message of naming) rows.push(...(await mentionRows(context, tx, message, conversations)));
  await Promise.all([insertMentions(tx, rows), insertThreadMessages(tx, replies)]);
}

async function openPoll(
  { sealer, jobs }: PartsContext,
  tx: Transaction,
  { poll, ...place }: { conversationId: ConversationId; seq: number; authorId: UserId; poll: Poll },
): Promise<void> {
  const { isMultiple, isAnonymous } = poll;
  const closesAt = poll.closesAt === null ? null : new Date(poll.closesAt);
  const sealed = await sealPollKey(sealer, place);
  await insertPoll(tx, { ...place, ...sealed, optionCount: poll.options.length, isMultiple, isAnonymous, closesAt });
  if (!closesAt) return;
  const { conversationId, seq } = place;
  await jobs.add(tx, { name: closePollJob, payload: { conversationId, seq }, runAt: closesAt });
}

interface Naming {
  conversationId: ConversationId;
  seq: number;
  mentions: readonly MentionRow['userId'][];
  mentionGroups: readonly MentionGroup[] | undefined;
}

/** Roles are those of the moment in which the message is written. */
async function mentionRows(
  context: PartsContext,
  tx: Transaction,
  { conversationId, seq, mentions, mentionGroups = [] }: Naming,
  conversations: ReadonlyMap<ConversationId, ConversationRow>,
): Promise<MentionRow[]> {
  if (mentionGroups.includes('all')) return [{ conversationId, userId: everybody, seq }];
  const named = new Set(mentions);
  if (mentionGroups.length > 0) {
    const engagementId = conversations.get(conversationId)?.engagementId ?? null;
    const roles = new Set<string>(mentionGroups);
    if (roles.has('admins')) {
      for (const userId of await listMembersInRoles(tx, conversationId, ['owner', 'admin'])) named.add(userId);
    }
    if (roles.has('guests')) {
      for (const userId of await listMembersInRoles(tx, conversationId, ['guest'])) named.add(userId);
    }
    const team = engagementId === null ? [] : await context.listEngagementMembers(tx, engagementId);
    const asked = team.filter((member) => roles.has(member.role)).map(({ userId }) => ({ conversationId, userId }));
    if (asked.length > 0) for (const { userId } of await findMembers(tx, asked)) named.add(userId);
  }
  return [...named].map((userId) => ({ conversationId, userId, seq }));
}
