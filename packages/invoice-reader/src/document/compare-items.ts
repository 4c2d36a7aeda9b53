import type { FieldOrigin, InvoiceItem } from '../reading.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';
import type { Candidate } from './candidate.ts';

/** Number of lines and their sum, as both are shown where sources disagree: `3: 300.00`. */
export function describeItems(items: readonly InvoiceItem[]): string {
  const sum = sumOf(items);
  return `${items.length}: ${sum === null ? '?' : formatMinor(sum)}`;
}

/**
 * Lines of embedded data against those of the page. Only a page whose lines add up to its own net amount is held
 * against them, so that a line that was not found is never called a contradiction.
 */
export function contradictingItems(giver: Candidate, candidates: readonly Candidate[]): FieldOrigin['alternatives'] {
  const own = sumOf(giver.fields.items ?? []);
  if (own === null || giver.source === 'text') return undefined;
  const others = candidates.filter((candidate) => {
    if (candidate.source !== 'text') return false;
    const sum = sumOf(candidate.fields.items ?? []);
    return sum !== null && sum !== own && sum === parseMinor(candidate.fields.amountWithoutTax);
  });
  if (others.length === 0) return undefined;
  return others.map(({ source, fields }) => ({ source, value: describeItems(fields.items ?? []) }));
}

/** Null when a line has no amount, or there are no lines. */
function sumOf(items: readonly InvoiceItem[]): bigint | null {
  const amounts = items.map((item) => parseMinor(item.amount));
  if (amounts.length === 0 || amounts.some((amount) => amount === null)) return null;
  return amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
}
