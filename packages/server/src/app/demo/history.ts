import type { DemoInvoice } from './papers.ts';

export interface PastClaim {
  who: string;
  monthsAgo: number;
  /** Key of an engagement; the claimant's department otherwise. */
  engagement?: string;
  invoices: DemoInvoice[];
}

const xml = (seed: string, preset: Preset): DemoInvoice => ({ seed, paper: 'xml', options: { preset } });

type Preset = 'hotel_small' | 'taxi' | 'office_supplies' | 'training' | 'printing';

/**
 * Who claims what in every past month. At least three claims of each kind, department and engagement a month: smaller
 * groups would be folded together in the totals.
 */
const plan: readonly { who: string; engagement?: string; presets: readonly Preset[] }[] = [
  { who: 'li', engagement: 'hengyuan', presets: ['hotel_small', 'taxi'] },
  { who: 'wang', engagement: 'hengyuan', presets: ['hotel_small', 'taxi'] },
  { who: 'zhao', engagement: 'hengyuan', presets: ['hotel_small', 'taxi'] },
  { who: 'zhou', presets: ['training'] },
  { who: 'he', engagement: 'shared', presets: ['office_supplies'] },
  { who: 'qian', presets: ['printing'] },
];

const monthsBack = 5;

/** Claims of the past months, so that totals, vouchers and the archive have something to show; oldest first. */
export function pastClaims(): PastClaim[] {
  const months = Array.from({ length: monthsBack }, (_, index) => monthsBack - index);
  return months.flatMap((monthsAgo) =>
    plan.map(({ who, engagement, presets }) => ({
      who,
      monthsAgo,
      ...(engagement ? { engagement } : {}),
      invoices: presets.map((preset) => xml(`past-${monthsAgo}-${who}-${preset}`, preset)),
    })),
  );
}
