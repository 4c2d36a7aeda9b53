import {
  type BilingualName,
  type DepartmentId,
  type EngagementId,
  totals as endpoints,
  type QueryOf,
  type Totals as TotalsAnswer,
  type TotalsRow,
  totalsGroupSizeMin,
} from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../platform/database/database.ts';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { demand } from '../../platform/rights/index.ts';
import { expenseKinds } from '../claims/index.ts';
import { findEngagements } from '../engagements/index.ts';
import { findDepartments } from '../identity/index.ts';
import { bookCurrency, fenAt } from '../ledger/index.ts';
import { foldSmallGroups, type Group, otherKey, type Share } from './domain/fold.ts';
import { type Dimension, type ForeignShare, listForeignShares, listShares, noneKey } from './store/totals-store.ts';

export interface Totals {
  registerRoutes(app: FastifyInstance): void;
}

const currency = bookCurrency;
const otherName: BilingualName = { zh: '其他', en: 'Other' };
const noneName: BilingualName = { zh: '无', en: 'None' };
const allName: BilingualName = { zh: '合计', en: 'All' };

export function createTotals({ database }: Pick<Platform, 'database'>): Totals {
  return {
    registerRoutes: (app) =>
      serve(app, endpoints.get, async ({ subject, query }) => {
        demand(subject, 'read', 'totals');
        return computeTotals(database, query);
      }),
  };
}

async function computeTotals(database: Database, range: QueryOf<typeof endpoints.get>): Promise<TotalsAnswer> {
  const groupsBy = async (dimension: Dimension): Promise<Group[]> => {
    const wanted = { dimension, ...range, currency };
    const foreign = await listForeignShares(database, wanted);
    return foldSmallGroups([...(await listShares(database, wanted)), ...foreign.map(inYuan)], totalsGroupSizeMin);
  };
  const months = await groupsBy('month');
  const byMonth = months.map((group) => present(group, { zh: group.key ?? '', en: group.key ?? '' }));
  return {
    currency,
    ...range,
    all: sumUp(months),
    byMonth: byMonth.sort((a, b) => (a.key < b.key ? -1 : 1)),
    byExpenseType: nameGroups(
      await groupsBy('expenseType'),
      new Map(expenseKinds.map((kind) => [kind.code, kind.name])),
    ),
    byDepartment: await nameDepartments(database, await groupsBy('department')),
    byEngagement: await nameEngagements(database, await groupsBy('engagement')),
  };
}

/** Each line by itself, so that every way of grouping comes to the same sum. */
const inYuan = ({ month, key, claimId, amountMinor, currency, rate }: ForeignShare): Share => ({
  month,
  key,
  claimId,
  amountMinor: Number(fenAt(amountMinor, { currency, rate })),
});

/** A sum of published months, so that it hides what they hide. */
function sumUp(months: readonly Group[]): TotalsRow | null {
  if (months.length === 0) return null;
  const claimCount = months.reduce((sum, group) => sum + group.claimCount, 0);
  const amountMinor = months.reduce((sum, group) => sum + group.amountMinor, 0);
  return { key: 'all', name: allName, claimCount, amountMinor };
}

const present = ({ key, claimCount, amountMinor }: Group, name: BilingualName): TotalsRow => ({
  key: key ?? otherKey,
  name: key === null ? otherName : name,
  claimCount,
  amountMinor,
});

const nameGroups = (groups: readonly Group[], names: ReadonlyMap<string, BilingualName>): TotalsRow[] =>
  groups.map((group) => present(group, names.get(group.key ?? '') ?? noneName));

const keysOf = (groups: readonly Group[]): string[] =>
  groups.flatMap((group) => (group.key === null || group.key === noneKey ? [] : group.key));

async function nameDepartments(database: Database, groups: readonly Group[]): Promise<TotalsRow[]> {
  const found = await findDepartments(database, keysOf(groups) as DepartmentId[]); // The column's own ids.
  return nameGroups(groups, new Map(found.map((department) => [department.id, department.name])));
}

async function nameEngagements(database: Database, groups: readonly Group[]): Promise<TotalsRow[]> {
  const found = await findEngagements(database, keysOf(groups) as EngagementId[]); // The column's own ids.
  return nameGroups(groups, new Map(found.map((engagement) => [engagement.id, engagement.name])));
}
