import type { ClaimId, ClientId, CostTo, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { ClaimLineRecord, ClaimRecord } from '../domain/claim.ts';

interface ClaimRow {
  id: ClaimId;
  number: string;
  claimant_id: UserId;
  title: string;
  status: ClaimRecord['status'];
  version: number;
  currency: string;
  total_minor: number;
  engagement_id: Extract<CostTo, { kind: 'engagement' }>['engagementId'] | null;
  department_id: Extract<CostTo, { kind: 'department' }>['departmentId'] | null;
  claimant_department_id: ClaimRecord['claimantDepartmentId'];
  approval_id: ClaimRecord['approvalId'];
  voucher_id: ClaimRecord['voucherId'];
  voucher_number: string | null;
  archive_id: ClaimRecord['archiveId'];
  created_at: Date;
  submitted_at: Date | null;
}

interface LineRow {
  claim_id: ClaimId;
  invoice_id: ClaimLineRecord['invoiceId'];
  expense_type: string;
  amount_minor: number;
  excess: ClaimLineRecord['excess'];
  reason: string;
}

const columns = `c.id, c.number, c.claimant_id, c.title, c.status, c.version, c.currency, c.total_minor, c.engagement_id,
  c.department_id, c.claimant_department_id, c.approval_id, c.voucher_id, c.voucher_number, c.archive_id, c.created_at,
  c.submitted_at`;

function costOf(row: ClaimRow): CostTo | null {
  if (row.engagement_id) return { kind: 'engagement', engagementId: row.engagement_id };
  if (row.department_id) return { kind: 'department', departmentId: row.department_id };
  return null;
}

const toRecord = (row: ClaimRow, lines: ClaimLineRecord[]): ClaimRecord => ({
  id: row.id,
  number: row.number,
  claimantId: row.claimant_id,
  title: row.title,
  status: row.status,
  version: row.version,
  currency: row.currency,
  totalMinor: row.total_minor,
  lines,
  costTo: costOf(row),
  claimantDepartmentId: row.claimant_department_id,
  approvalId: row.approval_id,
  voucherId: row.voucher_id,
  voucherNumber: row.voucher_number,
  archiveId: row.archive_id,
  createdAt: row.created_at.toISOString(),
  submittedAt: row.submitted_at?.toISOString() ?? null,
});

/** `condition` is SQL on the alias `c` with the given parameters. */
export async function selectClaims(
  db: Queryable,
  condition: string,
  params: readonly unknown[],
): Promise<ClaimRecord[]> {
  const rows = await db.query<ClaimRow>(`select ${columns} from claims c where ${condition}`, params);
  if (rows.length === 0) return [];
  const lines = await db.query<LineRow>(
    `select claim_id, invoice_id, expense_type, amount_minor, excess, reason from claim_lines
     where claim_id = any($1::uuid[]) order by claim_id, position`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => toRecord(row, lines.filter((line) => line.claim_id === row.id).map(toLine)));
}

const toLine = (row: LineRow): ClaimLineRecord => ({
  invoiceId: row.invoice_id,
  expenseType: row.expense_type,
  amountMinor: row.amount_minor,
  excess: row.excess,
  reason: row.reason,
});

export const lockClaim = async (tx: Transaction, claimId: ClaimId): Promise<ClaimRecord | undefined> =>
  (await selectClaims(tx, 'c.id = $1 for update', [claimId]))[0];

export async function takeClaimPosition(tx: Transaction, month: string): Promise<number> {
  const [row] = await tx.query<{ last_number: number }>(
    `insert into claim_numbers (month, last_number) values ($1, 1)
     on conflict (month) do update set last_number = claim_numbers.last_number + 1 returning last_number`,
    [month],
  );
  if (!row) throw new Error(`no claim number for ${month}`);
  return row.last_number;
}

export async function findByClientId(
  db: Queryable,
  input: { claimantId: UserId; clientId: ClientId },
): Promise<{ claimId: ClaimId; digest: string } | undefined> {
  const [row] = await db.query<{ claimId: ClaimId; digest: string }>(
    'select id as "claimId", client_digest as digest from claims where claimant_id = $1 and client_id = $2',
    [input.claimantId, input.clientId],
  );
  return row;
}

const costColumns = (costTo: CostTo | null) => [
  costTo?.kind ?? null,
  costTo?.kind === 'engagement' ? costTo.engagementId : null,
  costTo?.kind === 'department' ? costTo.departmentId : null,
];

export async function insertClaim(
  tx: Transaction,
  claim: ClaimRecord,
  client: { clientId: ClientId; digest: string },
): Promise<void> {
  await tx.query(
    `insert into claims (id, number, claimant_id, title, status, version, currency, total_minor, cost_kind, engagement_id,
       department_id, claimant_department_id, client_id, client_digest, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      claim.id,
      claim.number,
      claim.claimantId,
      claim.title,
      claim.status,
      claim.version,
      claim.currency,
      claim.totalMinor,
      ...costColumns(claim.costTo),
      claim.claimantDepartmentId,
      client.clientId,
      client.digest,
      claim.createdAt,
    ],
  );
  await replaceLines(tx, claim);
}

/** Writes the whole state; only `changeClaim` calls it. */
export async function updateClaim(tx: Transaction, claim: ClaimRecord): Promise<void> {
  await tx.query(
    `update claims set title = $2, status = $3, version = $4, currency = $5, total_minor = $6, cost_kind = $7,
       engagement_id = $8, department_id = $9, approval_id = $10, voucher_id = $11, voucher_number = $12, archive_id = $13,
       submitted_at = $14 where id = $1`,
    [
      claim.id,
      claim.title,
      claim.status,
      claim.version,
      claim.currency,
      claim.totalMinor,
      ...costColumns(claim.costTo),
      claim.approvalId,
      claim.voucherId,
      claim.voucherNumber,
      claim.archiveId,
      claim.submittedAt,
    ],
  );
}

export async function replaceLines(tx: Transaction, claim: ClaimRecord): Promise<void> {
  await tx.query('delete from claim_lines where claim_id = $1 and invoice_id <> all($2::uuid[])', [
    claim.id,
    claim.lines.map((line) => line.invoiceId),
  ]);
  for (const [index, line] of claim.lines.entries()) {
    await tx.query(
      `insert into claim_lines (claim_id, invoice_id, position, expense_type, amount_minor, excess, reason)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (claim_id, invoice_id) do update set position = excluded.position, expense_type = excluded.expense_type,
         amount_minor = excluded.amount_minor, excess = excluded.excess, reason = excluded.reason`,
      [
        claim.id,
        line.invoiceId,
        index + 1,
        line.expenseType,
        line.amountMinor,
        line.excess === null ? null : JSON.stringify(line.excess),
        line.reason,
      ],
    );
  }
}

export async function countReturned(db: Queryable, claimantId: UserId): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from claims where claimant_id = $1 and status = 'returned'`,
    [claimantId],
  );
  return row?.count ?? 0;
}

/** Claims that finance has to book or archive, those of the person excepted. */
export async function countQueue(db: Queryable, userId: UserId): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from claims where status in ('approved', 'booked') and claimant_id <> $1`,
    [userId],
  );
  return row?.count ?? 0;
}
