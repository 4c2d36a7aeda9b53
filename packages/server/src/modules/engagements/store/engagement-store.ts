import type { BilingualName, Engagement, EngagementId, EngagementRole, UserId } from '@countinghouse/protocol';
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

export async function insertEngagement(tx: Transaction, engagement: Engagement, at: Date): Promise<void> {
  await tx.query(
    `insert into engagements (id, code, name_zh, name_en, client_name, lead_id, due_date, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
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
