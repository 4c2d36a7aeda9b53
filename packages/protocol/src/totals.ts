import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { AmountMinor, BilingualName, Period } from './values.ts';

/** Groups of fewer claims than this are folded into "other", so that no total shows a single claim. */
export const totalsGroupSizeMin = 3;

export const TotalsRow = Type.Object({
  /** Stable key; `other` where small groups were folded together. */
  key: Type.String(),
  name: BilingualName,
  claimCount: Type.Integer(),
  amountMinor: AmountMinor,
});
export type TotalsRow = Static<typeof TotalsRow>;

export const Totals = Type.Object({
  currency: Type.String(),
  from: Period,
  to: Period,
  /** Null where even all claims together are fewer than the minimum group. */
  all: Type.Union([TotalsRow, Type.Null()]),
  byMonth: Type.Array(TotalsRow),
  byExpenseType: Type.Array(TotalsRow),
  byDepartment: Type.Array(TotalsRow),
  byEngagement: Type.Array(TotalsRow),
});
export type Totals = Static<typeof Totals>;

export const totals = {
  get: endpoint({
    id: 'totals.get',
    method: 'GET',
    path: '/api/totals',
    summary: 'Totals of submitted and later claims, for management and finance.',
    query: Type.Object({ from: Period, to: Period }),
    response: Totals,
  }),
};
