import { type ConversationId, type ConversationRole, Refusal, type UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import { can, parameters, type Subject, where } from '../../platform/rights/index.ts';
import { settingsOf } from './domain/settings.ts';
import { type ConversationRow, conversationColumns } from './store/conversation-store.ts';
import { isOpenGroup } from './store/group-store.ts';
import { type MemberRow, memberColumns } from './store/member-store.ts';

export interface AccessedConversation {
  conversation: ConversationRow;
  /** The caller's own membership. */
  member: MemberRow;
}

/**
 * Fetches a conversation with permission. Whoever may not read it learns nothing, not even that it exists
 * (`object_missing`); a reader who may not do more gets the name of why: `right_missing`, or for writing
 * `conversation_archived` or `posting_restricted`. Everything that people write or set on messages asks for `post`.
 */
export async function accessConversation(
  db: Queryable,
  subject: Subject,
  { action, conversationId }: { action: 'read' | 'post' | 'invite' | 'govern'; conversationId: ConversationId },
): Promise<AccessedConversation> {
  const { bind, values } = parameters();
  const id = bind(conversationId);
  const sql = `select ${conversationColumns('c')}, ${memberColumns} from conversations c
    join conversation_members m on m.conversation_id = ${id} and m.user_id = ${bind(subject.userId)} and m.left_at is null
    where c.id = ${id} and ${where(subject, 'read', 'conversation', { alias: 'c', bind })}`;
  const [row] = await db.query<ConversationRow & MemberRow>(sql, values);
  if (!row) throw new Refusal('object_missing', 'no such conversation');
  const { conversation, member } = split(row);
  const refusal = refusalOf(subject, action, { conversation, role: member.role });
  if (refusal) throw refusal;
  return { conversation, member };
}

/** Why a reader of a conversation may not do more there; undefined where they may. */
export function refusalOf(
  subject: Subject,
  action: 'read' | 'post' | 'invite' | 'govern',
  { conversation, role }: { conversation: ConversationRow; role: ConversationRole },
): Refusal | undefined {
  const settings = settingsOf(conversation);
  const facts = { members: new Map([[subject.userId, role]]), settings, isArchived: conversation.isArchived };
  if (can(subject, action, 'conversation', facts)) return undefined;
  if (action === 'post' && conversation.isArchived) {
    return new Refusal('conversation_archived', 'nothing more is written here');
  }
  if (action === 'post' && settings.mayPost === 'admins') {
    return new Refusal('posting_restricted', 'only the owner and admins write here');
  }
  return new Refusal('right_missing', `${action} in this conversation is not yours`);
}

/** A group that the subject is not in and may join, or ask to join. Others do not exist (`object_missing`). */
export async function accessOpenGroup(
  db: Queryable,
  subject: Subject,
  { action, conversationId }: { action: 'join' | 'ask'; conversationId: ConversationId },
): Promise<void> {
  const may = (wanted: 'find' | 'join' | 'ask') => {
    const { bind, values } = parameters();
    return { conversationId, may: where(subject, wanted, 'conversation', { alias: 'c', bind }), bind, values };
  };
  if (await isOpenGroup(db, may(action))) return;
  if (await isOpenGroup(db, may('find'))) throw new Refusal('right_missing', `${action} is not how one joins here`);
  throw new Refusal('object_missing', 'no such group');
}

function split(row: ConversationRow & MemberRow): AccessedConversation {
  const { userId, role, visibleFromSeq, joinedAt, cursorSeq, cursorMessageCount, isPinned, notify, ...rest } = row;
  const { conversationId, ...conversation } = rest;
  return {
    conversation,
    member: { conversationId, userId, role, visibleFromSeq, joinedAt, cursorSeq, cursorMessageCount, isPinned, notify },
  };
}

export interface ReadablePlace {
  conversationId: ConversationId;
  visibleFromSeq: number;
  headSeq: number;
  memberCount: number;
}

/** The conversations that several people may read, in one statement for all whose rights are of one kind. */
export async function listReadablePlaces(
  db: Queryable,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<UserId, ReadablePlace[]>> {
  const found = new Map<UserId, ReadablePlace[]>();
  for (const alike of Map.groupBy(subjects, rightsKeyOf).values()) {
    const [first] = alike;
    if (!first) continue;
    const { bind, values } = parameters();
    const userIds = bind(alike.map((subject) => subject.userId));
    // The rules ask for the subject's own id and nothing else of it, which here is a column.
    const bindPerson = (value: unknown) => (value === first.userId ? 'k.user_id' : bind(value));
    const rows = await db.query<ReadablePlace & { userId: UserId }>(
      `select k.user_id as "userId", c.id as "conversationId", m.visible_from_seq as "visibleFromSeq",
              c.head_seq as "headSeq", c.member_count as "memberCount"
       from unnest(${userIds}::uuid[]) as k(user_id)
       join conversation_members m on m.user_id = k.user_id and m.left_at is null
       join conversations c on c.id = m.conversation_id
       where ${where(first, 'read', 'conversation', { alias: 'c', bind: bindPerson })}`,
      values,
    );
    for (const { userId, ...place } of rows) {
      const own = found.get(userId) ?? [];
      own.push(place);
      found.set(userId, own);
    }
  }
  return found;
}

/** People with the same kind and roles differ for the rules only in who they are. */
const rightsKeyOf = ({ kind, roles }: Subject): string => [kind, ...[...roles].sort()].join(' ');
