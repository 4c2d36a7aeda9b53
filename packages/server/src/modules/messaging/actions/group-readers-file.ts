import {
  type BilingualName,
  type ConversationId,
  type Locale,
  type Person,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { listDepartments } from '../../identity/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { csvOf } from '../domain/csv.ts';
import { listSharedPeople } from '../store/member-store.ts';
import { findReaders, type Reader } from '../store/reader-store.ts';

const words = {
  'zh-CN': {
    header: ['姓名', '账号', '部门', '是否已读', '已读位置更新时间（UTC）'],
    read: '已读',
    unread: '未读',
  },
  en: {
    header: ['Name', 'Login', 'Department', 'Read or unread', 'Read position moved at (UTC)'],
    read: 'read',
    unread: 'unread',
  },
} satisfies Record<Locale, { header: string[]; read: string; unread: string }>;

/** Who read a message and who did not, unread first, as a file. Whoever may ask `getReaders` may have it; it is recorded. */
export const exportReaders = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, seq, locale }: { conversationId: ConversationId; seq: number; locale: Locale },
): Promise<string> =>
  context.database.transaction(async (tx) => {
    const { member } = await accessConversation(tx, subject, { action: 'read', conversationId });
    const readers = seq < member.visibleFromSeq ? undefined : await findReaders(tx, { conversationId, seq });
    if (!readers) throw new Refusal('object_missing', 'no such message');
    const named = await findNamed(tx, subject, readers);
    const people = await context.findPeople(tx, named);
    const departments = await findDepartmentNames(tx, subject);
    const readCount = readers.filter((reader) => reader.hasRead).length;
    recordAudit(tx, {
      at: context.clock.now(),
      actorId: subject.userId,
      action: 'readers.exported',
      objectType: 'conversation',
      objectId: conversationId,
      detail: { seq, readCount, unreadCount: readers.length - readCount },
    });
    const byId = new Map(people.map((person) => [person.id, person]));
    const sorted = [...readers].sort((left, right) => Number(left.hasRead) - Number(right.hasRead));
    const rows = sorted.map((reader) => rowOf(reader, { person: byId.get(reader.userId), departments, locale }));
    return csvOf([words[locale].header, ...rows]);
  });

/** A guest is not told who those are that have left meanwhile. */
async function findNamed(db: Queryable, subject: Subject, readers: readonly Reader[]): Promise<UserId[]> {
  const userIds = readers.map((reader) => reader.userId);
  if (can(subject, 'read', 'directory', {})) return userIds;
  const around = new Set([...(await listSharedPeople(db, subject.userId)), subject.userId]);
  return userIds.filter((userId) => around.has(userId));
}

/** Guests are not told which departments the firm has. */
const findDepartmentNames = async (db: Queryable, subject: Subject): Promise<ReadonlyMap<string, BilingualName>> =>
  can(subject, 'read', 'directory', {})
    ? new Map((await listDepartments(db)).map((department) => [department.id, department.name]))
    : new Map();

const nameIn = (name: BilingualName | undefined, locale: Locale): string =>
  (locale === 'en' ? name?.en : undefined) ?? name?.zh ?? '';

function rowOf(
  { userId, hasRead, cursorAt }: Reader,
  facts: { person: Person | undefined; departments: ReadonlyMap<string, BilingualName>; locale: Locale },
): string[] {
  const { person, departments, locale } = facts;
  return [
    nameIn(person?.name, locale),
    person?.login ?? userId,
    nameIn(departments.get(person?.departmentId ?? ''), locale),
    hasRead ? words[locale].read : words[locale].unread,
    hasRead && cursorAt ? cursorAt.toISOString() : '',
  ];
}
