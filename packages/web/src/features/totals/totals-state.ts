import type { TotalsRow } from '@countinghouse/protocol';

export interface Range {
  from: string;
  to: string;
}

export const presets = ['3', '6', '12', 'year'] as const;
export type Preset = (typeof presets)[number];

const periodOf = (year: number, month: number): string => {
  const date = new Date(Date.UTC(year, month, 1));
  return `${date.getUTCFullYear()}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
};

/** Whole months up to the one of `today`. */
export function presetRange(preset: Preset, today: Date): Range {
  const [year, month] = [today.getFullYear(), today.getMonth()];
  const to = periodOf(year, month);
  if (preset === 'year') return { from: periodOf(year, 0), to };
  return { from: periodOf(year, month - Number(preset) + 1), to };
}

export const presetOf = (range: Range, today: Date): Preset | null =>
  presets.find((preset) => {
    const { from, to } = presetRange(preset, today);
    return from === range.from && to === range.to;
  }) ?? null;

export const isOrdered = ({ from, to }: Range): boolean => from <= to;

/** Months from first to last, both included. */
export function monthCount({ from, to }: Range): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
}

/** Half up, in minor units, without a fraction on the way. */
export function divideMinor(amountMinor: number, by: number): number {
  if (by <= 0) return 0;
  const [amount, parts] = [BigInt(amountMinor), BigInt(by)];
  return Number((amount * 2n + (amount < 0n ? -parts : parts)) / (parts * 2n));
}

/** Share of the whole in tenths of a percent. */
export const shareOf = (amountMinor: number, allMinor: number): number =>
  allMinor === 0 ? 0 : divideMinor(amountMinor * 1000, allMinor) / 10;

/** Largest first; what was folded together stands last, whatever its sum. */
export const bySize = (rows: readonly TotalsRow[]): TotalsRow[] =>
  rows.toSorted((a, b) => Number(a.key === 'other') - Number(b.key === 'other') || b.amountMinor - a.amountMinor);

export const byTime = (rows: readonly TotalsRow[]): TotalsRow[] =>
  rows.toSorted(
    (a, b) => Number(a.key === 'other') - Number(b.key === 'other') || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
