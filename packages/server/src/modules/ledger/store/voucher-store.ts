import type { ClaimId, ClientId, Exchange, UserId, Voucher, VoucherId, VoucherLine } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import { listInstancesOf } from './instance-store.ts';

interface VoucherRow {
  id: VoucherId;
  number: string;
  period: string;
  date: string;
  currency: string;
  foreign_currency: string | null;
  exchange_rate: string | null;
  claim_id: ClaimId | null;
  reversal_of: VoucherId | null;
  reversed_by: VoucherId | null;
  posted_by: UserId;
  posted_at: Date;
}

interface LineRow {
  voucher_id: VoucherId;
  summary: string;
  account_code: string;
  debit_minor: number;
  credit_minor: number;
  department_id: VoucherLine['departmentId'];
  engagement_id: VoucherLine['engagementId'];
  person_id: VoucherLine['personId'];
  invoice_id: VoucherLine['invoiceId'];
}

const columns = `v.id, v.number, v.period, v.date, v.currency, v.foreign_currency, v.exchange_rate, v.claim_id, v.reversal_of, r.id as reversed_by, v.posted_by,
  v.posted_at`;

const toLine = (row: LineRow): VoucherLine => ({
  summary: row.summary,
  accountCode: row.account_code,
  debitMinor: row.debit_minor,
  creditMinor: row.credit_minor,
  departmentId: row.department_id,
  engagementId: row.engagement_id,
  personId: row.person_id,
  invoiceId: row.invoice_id,
});

const exchangeOf = ({ foreign_currency, exchange_rate }: VoucherRow): Exchange | null =>
  foreign_currency !== null && exchange_rate !== null ? { currency: foreign_currency, rate: exchange_rate } : null;

/** `condition` is SQL on the alias `v`. */
async function selectVouchers(db: Queryable, condition: string, params: readonly unknown[]): Promise<Voucher[]> {
  const rows = await db.query<VoucherRow>(
    `select ${columns} from vouchers v left join vouchers r on r.reversal_of = v.id where ${condition}
     order by v.period desc, v.position desc`,
    params,
  );
  if (rows.length === 0) return [];
  const lines = await db.query<LineRow>(
    `select voucher_id, summary, account_code, debit_minor, credit_minor, department_id, engagement_id, person_id, invoice_id
     from voucher_lines where voucher_id = any($1::uuid[]) order by voucher_id, position`,
    [rows.map((row) => row.id)],
  );
  const instances = await listInstancesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    period: row.period,
    date: row.date,
    status: row.reversed_by === null ? 'posted' : 'reversed',
    currency: row.currency,
    exchange: exchangeOf(row),
    lines: lines.filter((line) => line.voucher_id === row.id).map(toLine),
    claimId: row.claim_id,
    reversalOf: row.reversal_of,
    reversedBy: row.reversed_by,
    instances: instances.filter((instance) => instance.voucherId === row.id),
    postedById: row.posted_by,
    postedAt: row.posted_at.toISOString(),
  }));
}

const pageSizeMax = 500;

export const listVouchers = (db: Queryable, period: string | undefined): Promise<Voucher[]> =>
  period === undefined
    ? selectVouchers(
        db,
        `v.id in (select id from vouchers order by period desc, position desc limit ${pageSizeMax})`,
        [],
      )
    : selectVouchers(db, 'v.period = $1', [period]);

export const findVoucher = async (db: Queryable, voucherId: VoucherId): Promise<Voucher | undefined> =>
  (await selectVouchers(db, 'v.id = $1', [voucherId]))[0];

/** Two reversals of one voucher wait for each other. */
export const lockVoucher = (tx: Transaction, voucherId: VoucherId): Promise<object[]> =>
  tx.query('select 1 from vouchers where id = $1 for update', [voucherId]);

export async function findByClientId(
  db: Queryable,
  input: { postedById: UserId; clientId: ClientId },
): Promise<{ voucherId: VoucherId; digest: string } | undefined> {
  const [row] = await db.query<{ voucherId: VoucherId; digest: string }>(
    'select id as "voucherId", client_digest as digest from vouchers where posted_by = $1 and client_id = $2',
    [input.postedById, input.clientId],
  );
  return row;
}

/** Locks the period and takes its next number; undefined where it is closed. */
export async function takeNumber(tx: Transaction, period: string): Promise<number | undefined> {
  await tx.query('insert into accounting_periods (period) values ($1) on conflict (period) do nothing', [period]);
  const [row] = await tx.query<{ last_number: number }>(
    'update accounting_periods set last_number = last_number + 1 where period = $1 and closed_at is null returning last_number',
    [period],
  );
  return row?.last_number;
}

export interface NewVoucher {
  id: VoucherId;
  period: string;
  position: number;
  number: string;
  date: string;
  currency: string;
  exchange: Exchange | null;
  claimId: ClaimId | null;
  reversalOf: VoucherId | null;
  reason: string | null;
  postedById: UserId;
  postedAt: Date;
  clientId: ClientId;
  clientDigest: string;
  lines: readonly VoucherLine[];
}

export async function insertVoucher(tx: Transaction, voucher: NewVoucher): Promise<void> {
  await tx.query(
    `insert into vouchers (id, period, position, number, date, currency, claim_id, reversal_of, reason, posted_by, posted_at,
       client_id, client_digest, foreign_currency, exchange_rate)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      voucher.id,
      voucher.period,
      voucher.position,
      voucher.number,
      voucher.date,
      voucher.currency,
      voucher.claimId,
      voucher.reversalOf,
      voucher.reason,
      voucher.postedById,
      voucher.postedAt,
      voucher.clientId,
      voucher.clientDigest,
      voucher.exchange?.currency ?? null,
      voucher.exchange?.rate ?? null,
    ],
  );
  await tx.query(
    `insert into voucher_lines (voucher_id, position, summary, account_code, debit_minor, credit_minor, department_id,
       engagement_id, person_id, invoice_id)
     select $1, * from unnest($2::int[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[], $8::uuid[],
       $9::uuid[], $10::uuid[])`,
    [
      voucher.id,
      voucher.lines.map((_, index) => index + 1),
      voucher.lines.map((line) => line.summary),
      voucher.lines.map((line) => line.accountCode),
      voucher.lines.map((line) => line.debitMinor),
      voucher.lines.map((line) => line.creditMinor),
      voucher.lines.map((line) => line.departmentId),
      voucher.lines.map((line) => line.engagementId),
      voucher.lines.map((line) => line.personId),
      voucher.lines.map((line) => line.invoiceId),
    ],
  );
}

/** People and departments that lines name and that do not exist. */
export async function findUnknownReferences(db: Queryable, lines: readonly VoucherLine[]): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select p as id from unnest($1::uuid[]) p where p is not null and not exists (select 1 from users where id = p)
     union all
     select d from unnest($2::uuid[]) d where d is not null and not exists (select 1 from departments where id = d)`,
    [lines.map((line) => line.personId), lines.map((line) => line.departmentId)],
  );
  return rows.map((row) => row.id);
}
