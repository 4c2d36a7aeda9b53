/** One claim's share of a group in one month. */
export interface Share {
  month: string;
  key: string;
  claimId: string;
  amountMinor: number;
}

export interface Group {
  /** Null: small groups folded together. */
  key: string | null;
  claimCount: number;
  amountMinor: number;
}

/** A kind that is called so already is folded with the rest, so that the word names one row. */
export const otherKey = 'other';

type Cell = { claimIds: Set<string>; amountMinor: number };

/**
 * Totals by key in which no number is about fewer than `sizeMin` claims. Folding happens within each month: a cell of
 * fewer claims goes to the month's remainder, and as long as the remainder itself is too small, the smallest cell that
 * is left joins it, so that it cannot be found by subtraction. A month that has too few claims altogether is left out.
 * Since every published total is a sum of publishable monthly cells, asking for two ranges and subtracting gives
 * nothing smaller either.
 */
export function foldSmallGroups(shares: readonly Share[], sizeMin: number): Group[] {
  const totals = new Map<string | null, Cell>();
  for (const ofMonth of groupBy(shares, (share) => share.month).values()) {
    for (const [key, cell] of foldMonth(ofMonth, sizeMin)) merge(totals, key, cell);
  }
  return [...totals]
    .map(([key, cell]) => ({ key, claimCount: cell.claimIds.size, amountMinor: cell.amountMinor }))
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || b.amountMinor - a.amountMinor);
}

function foldMonth(shares: readonly Share[], sizeMin: number): Map<string | null, Cell> {
  const cells = [...groupBy(shares, (share) => share.key)]
    .map(([key, ofKey]) => ({ key, cell: cellOf(ofKey) }))
    .sort((a, b) => b.cell.claimIds.size - a.cell.claimIds.size || (a.key < b.key ? -1 : 1));
  const isKept = ({ key, cell }: (typeof cells)[number]) => key !== otherKey && cell.claimIds.size >= sizeMin;
  const kept = cells.filter(isKept);
  const folded = new Map<string | null, Cell>();
  for (const entry of cells) if (!isKept(entry)) merge(folded, null, entry.cell);
  while (kept.length > 0 && folded.has(null) && (folded.get(null)?.claimIds.size ?? 0) < sizeMin) {
    const smallest = kept.pop();
    if (smallest) merge(folded, null, smallest.cell);
  }
  if ((folded.get(null)?.claimIds.size ?? 0) < sizeMin) folded.delete(null);
  for (const { key, cell } of kept) merge(folded, key, cell);
  return folded;
}

const cellOf = (shares: readonly Share[]): Cell => ({
  claimIds: new Set(shares.map((share) => share.claimId)),
  amountMinor: shares.reduce((sum, share) => sum + share.amountMinor, 0),
});

function merge(cells: Map<string | null, Cell>, key: string | null, cell: Cell): void {
  const before = cells.get(key);
  cells.set(key, {
    claimIds: new Set([...(before?.claimIds ?? []), ...cell.claimIds]),
    amountMinor: (before?.amountMinor ?? 0) + cell.amountMinor,
  });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
