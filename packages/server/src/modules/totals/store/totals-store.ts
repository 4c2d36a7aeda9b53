import type { Queryable } from '../../../platform/database/database.ts';
import type { Share } from '../domain/fold.ts';

export type Dimension = 'month' | 'expenseType' | 'department' | 'engagement';

/** Books are kept in the time of the firm's seat. */
const month = `to_char(c.submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM')`;

/** Claims without a department or an engagement are a group too: else they would be what is missing to the sum. */
export const noneKey = 'none';

const keys: Readonly<Record<Dimension, string>> = {
  month,
  expenseType: 'l.expense_type',
  department: `coalesce(c.department_id::text, c.claimant_department_id::text, '${noneKey}')`,
  engagement: `coalesce(c.engagement_id::text, '${noneKey}')`,
};

/** Handed in and not taken back; a returned claim counts again once it is handed in anew. */
const counted = `('submitted', 'approved', 'booked', 'archived')`;

interface Wanted {
  dimension: Dimension;
  from: string;
  to: string;
  currency: string;
}

/** A line of a booked claim in another currency, with the rate of its voucher. */
export interface ForeignShare extends Share {
  currency: string;
  rate: string;
}

/** What each line of a claim in another currency adds to each group; `amountMinor` in that currency. Booked claims only. */
export async function listForeignShares(db: Queryable, input: Wanted): Promise<ForeignShare[]> {
  const key = keys[input.dimension];
  return db.query<ForeignShare>(
    `select ${month} as month, ${key} as key, c.id as "claimId", l.amount_minor as "amountMinor",
       v.foreign_currency as currency, v.exchange_rate as rate
     from claims c join claim_lines l on l.claim_id = c.id join vouchers v on v.id = c.voucher_id
     where c.status in ('booked', 'archived') and v.currency = $1 and v.foreign_currency = c.currency
       and ${month} between $2 and $3`,
    [input.currency, input.from, input.to],
  );
}

/** What each claim in the currency adds to each group. */
export async function listShares(db: Queryable, input: Wanted): Promise<Share[]> {
  const key = keys[input.dimension];
  return db.query<Share>(
    `select ${month} as month, ${key} as key, c.id as "claimId", sum(l.amount_minor)::bigint as "amountMinor"
     from claims c join claim_lines l on l.claim_id = c.id
     where c.status in ${counted} and c.currency = $1 and ${month} between $2 and $3
     group by 1, 2, 3`,
    [input.currency, input.from, input.to],
  );
}
