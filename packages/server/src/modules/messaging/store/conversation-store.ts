import type {
  ClientId,
  ConversationId,
  ConversationKind,
  ConversationSettings,
  DataClass,
  EngagementId,
  UserId,
} from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

export interface ConversationRow {
  id: ConversationId;
  kind: ConversationKind;
  title: string;
  directKey: string | null;
  parentId: ConversationId | null;
  engagementId: EngagementId | null;
  dataClass: DataClass;
  headSeq: number;
  messageCount: number;
  lastMessageSeq: number | null;
  memberCount: number;
  isArchived: boolean;
  /** Null: the defaults. Read it with `settingsOf`. */
  settings: Partial<ConversationSettings> | null;
}

export const conversationColumns = (alias: string): string =>
  [
    'id',
    'kind',
    'title',
    'direct_key as "directKey"',
    'parent_id as "parentId"',
    'engagement_id as "engagementId"',
    'data_class as "dataClass"',
    'head_seq as "headSeq"',
    'message_count as "messageCount"',
    'last_message_seq as "lastMessageSeq"',
    'member_count as "memberCount"',
    'archived_at is not null as "isArchived"',
    'settings',
  ]
    .map((column) => `${alias}.${column}`)
    .join(', ');

/**
 * Locks in the order of ids, so that two transactions never wait for each other here. Not `for update`: that would also
 * hold back rows that only refer to the conversation, whose writers may hold what the caller wants next.
 */
export const lockConversations = (tx: Transaction, ids: readonly ConversationId[]): Promise<ConversationRow[]> =>
  tx.query(
    `select ${conversationColumns('c')} from conversations c where c.id = any($1::uuid[]) order by c.id for no key update`,
    [uuids([...new Set(ids)])],
    'prepared',
  );

export async function listDataClasses(
  db: Queryable,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, DataClass>> {
  const rows = await db.query<Pick<ConversationRow, 'id' | 'dataClass'>>(
    'select id, data_class as "dataClass" from conversations where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.dataClass]));
}

export interface NewConversation {
  id: ConversationId;
  kind: ConversationKind;
  title: string;
  directKey: string | null;
  parentId: ConversationId | null;
  engagementId: EngagementId | null;
  dataClass: DataClass;
  createdBy: UserId;
  createdAt: Date;
  settings: ConversationSettings | null;
  createClientId: ClientId | null;
  createDigest: Buffer | null;
}

/** False where the pair or the client id already has its conversation. */
export async function insertConversation(tx: Transaction, row: NewConversation): Promise<boolean> {
  const inserted = await tx.query(
    `insert into conversations
       (id, kind, title, direct_key, parent_id, engagement_id, data_class, created_by, created_at, create_client_id, create_digest, settings)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict do nothing returning id`,
    [
      row.id,
      row.kind,
      row.title,
      row.directKey,
      row.parentId,
      row.engagementId,
      row.dataClass,
      row.createdBy,
      row.createdAt,
      row.createClientId,
      row.createDigest,
      row.settings && JSON.stringify(row.settings),
    ],
  );
  return inserted.length > 0;
}

export async function findByDirectKey(db: Queryable, directKey: string): Promise<ConversationId | undefined> {
  const [row] = await db.query<{ id: ConversationId }>('select id from conversations where direct_key = $1', [
    directKey,
  ]);
  return row?.id;
}

export async function findByCreation(
  db: Queryable,
  creation: { createdBy: UserId; clientId: ClientId },
): Promise<{ id: ConversationId; digest: Buffer } | undefined> {
  const [row] = await db.query<{ id: ConversationId; digest: Buffer }>(
    'select id, create_digest as digest from conversations where created_by = $1 and create_client_id = $2',
    [creation.createdBy, creation.clientId],
  );
  return row;
}

export interface HeadAdvance {
  conversationId: ConversationId;
  headSeq: number;
  messageCount: number;
  lastMessageSeq: number | null;
}

export async function advanceHeads(tx: Transaction, advances: readonly HeadAdvance[]): Promise<void> {
  await tx.query(
    `update conversations c
       set head_seq = v.head_seq, message_count = v.message_count, last_message_seq = v.last_message_seq
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) as v(id, head_seq, message_count, last_message_seq)
     where c.id = v.id`,
    [
      uuids(advances.map((advance) => advance.conversationId)),
      bigints(advances.map((advance) => advance.headSeq)),
      bigints(advances.map((advance) => advance.messageCount)),
      bigints(advances.map((advance) => advance.lastMessageSeq)),
    ],
    'prepared',
  );
}

export const setTitle = (tx: Transaction, conversationId: ConversationId, title: string): Promise<object[]> =>
  tx.query('update conversations set title = $2 where id = $1', [conversationId, title]);

export const setSettings = (
  tx: Transaction,
  conversationId: ConversationId,
  settings: ConversationSettings,
): Promise<object[]> =>
  tx.query('update conversations set settings = $2 where id = $1', [conversationId, JSON.stringify(settings)]);

export const setArchivedAt = (tx: Transaction, conversationId: ConversationId, at: Date | null): Promise<object[]> =>
  tx.query('update conversations set archived_at = $2 where id = $1', [conversationId, at]);
