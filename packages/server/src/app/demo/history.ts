import type { DemoInvoice } from './papers.ts';

export interface PastClaim {
  who: string;
  monthsAgo: number;
  /** Key of an engagement; the claimant's department otherwise. */
  engagement?: string;
  invoices: DemoInvoice[];
}

const xml = (
  seed: string,
  preset: NonNullable<DemoInvoice['options']['preset']>,
  kind?: DemoInvoice['options']['kind'],
): DemoInvoice => ({
  seed,
  paper: 'xml',
  options: { preset, ...(kind ? { kind } : {}) },
});

/** Claims of the past months, so that totals, vouchers and the archive have something to show. */
const plan: readonly [
  who: string,
  engagement: string | undefined,
  presets: readonly (
    | 'hotel_small'
    | 'taxi'
    | 'catering'
    | 'office_supplies'
    | 'training'
    | 'printing'
    | 'conference'
  )[],
][] = [
  ['li', 'hengyuan', ['hotel_small', 'taxi']],
  ['wang', 'hengyuan', ['hotel_small']],
  ['zhao', 'hengyuan', ['taxi', 'catering']],
  ['zhou', undefined, ['training']],
  ['he', 'shared', ['office_supplies']],
  ['wang', 'ruifeng', ['hotel_small', 'printing']],
];

const monthsBack = 5;

export function pastClaims(): PastClaim[] {
  const claims: PastClaim[] = [];
  for (let monthsAgo = monthsBack; monthsAgo >= 1; monthsAgo--) {
    for (const [index, [who, engagement, presets]] of plan.entries()) {
      // Not everybody travels every month.
      if ((monthsAgo + index) % 4 === 0) continue;
      claims.push({
        who,
        monthsAgo,
        ...(engagement ? { engagement } : {}),
        invoices: presets.map((preset) => xml(`past-${monthsAgo}-${index}-${preset}`, preset)),
      });
    }
  }
  return claims;
}
