import type {
  BilingualName,
  Engagement,
  EngagementId,
  EngagementMember,
  EngagementRole,
  UserId,
} from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

interface EngagementRow {
  id: EngagementId;
  code: string;
  name_zh: string;
  name_en: string | null;
  client_name: string;
  lead_id: UserId;
  due_date: string | null;
}

const columns = 'e.id, e.code, e.name_zh, e.name_en, e.client_name, e.lead_id, e.due_date';

const bilingual = (zh: string, en: string | null): BilingualName => (en === null ? { zh } : { zh, en });

const toEngagement = (row: EngagementRow): Engagement => ({
  id: row.id,
  code: row.code,
  name: bilingual(row.name_zh, row.name_en),
  clientName: row.client_name,
  leadId: row.lead_id,
  dueDate: row.due_date,
});

/** `condition` is SQL on the alias `e`. */
export async function selectEngagements(
  db: Queryable,
  condition: string,
  params: readonly unknown[],
): Promise<Engagement[]> {
  const rows = await db.query<EngagementRow>(
    `select ${columns} from engagements e where ${condition} order by e.code`,
    params,
  );
  return rows.map(toEngagement);
}

/** On the alias `e`; `user` is the placeholder of the person's id. */
export const memberCondition = (user: string): string =>
  `exists (select 1 from engagement_members m where m.engagement_id = e.id and m.user_id = ${user})`;

/** Locks the engagement until the transaction ends. */
export async function lockEngagement(tx: Transaction, id: EngagementId): Promise<Engagement | undefined> {
  const [row] = await tx.query<EngagementRow>(`select ${columns} from engagements e where e.id = $1 for update`, [id]);
  return row && toEngagement(row);
}

/** The lead first, then in the order in which they joined. */
export const selectMembers = (db: Queryable, id: EngagementId): Promise<EngagementMember[]> =>
  db.query<EngagementMember>(
    `select user_id as "userId", role from engagement_members where engagement_id = $1
     order by (role <> 'lead'), joined_at, user_id`,
    [id],
  );

export async function countMembers(db: Queryable, ids: readonly EngagementId[]): Promise<Map<EngagementId, number>> {
  const rows = await db.query<{ id: EngagementId; count: number }>(
    `select engagement_id as id, count(*) as count from engagement_members
     where engagement_id = any($1::uuid[]) group by engagement_id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** False where the code is taken. */
export async function insertEngagement(tx: Transaction, engagement: Engagement, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into engagements (id, code, name_zh, name_en, client_name, lead_id, due_date, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do nothing returning id`,
    [
      engagement.id,
      engagement.code,
      engagement.name.zh,
      engagement.name.en ?? null,
      engagement.clientName,
      engagement.leadId,
      engagement.dueDate,
      at,
    ],
  );
  return rows.length > 0;
}

/** False where the code is taken. Two that want one free code at once wait for each other at the lock. */
export async function updateEngagement(tx: Transaction, engagement: Engagement): Promise<boolean> {
  const { id, code, name, clientName, leadId, dueDate } = engagement;
  await tx.query('lock table engagements in share row exclusive mode');
  const rows = await tx.query(
    `update engagements set code = $2, name_zh = $3, name_en = $4, client_name = $5, lead_id = $6, due_date = $7
     where id = $1 and not exists (select 1 from engagements other where other.code = $2 and other.id <> $1)
     returning id`,
    [id, code, name.zh, name.en ?? null, clientName, leadId, dueDate],
  );
  return rows.length > 0;
}

export async function upsertMember(
  tx: Transaction,
  member: { engagementId: EngagementId; userId: UserId; role: EngagementRole; at: Date },
): Promise<void> {
  await tx.query(
    `insert into engagement_members (engagement_id, user_id, role, joined_at) values ($1, $2, $3, $4)
     on conflict (engagement_id, user_id) do update set role = excluded.role`,
    [member.engagementId, member.userId, member.role, member.at],
  );
}

export async function deleteMember(
  tx: Transaction,
  member: { engagementId: EngagementId; userId: UserId },
): Promise<void> {
  await tx.query('delete from engagement_members where engagement_id = $1 and user_id = $2', [
    member.engagementId,
    member.userId,
  ]);
}
