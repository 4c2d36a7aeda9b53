import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldSmallGroups, type Share } from './fold.ts';

const sizeMin = 3;
const share = fc.record<Share>({
  month: fc.constantFrom('2026-01', '2026-02', '2026-03'),
  key: fc.constantFrom('hotel', 'meals', 'office', 'other', 'taxi'),
  claimId: fc.integer({ min: 0, max: 60 }).map(String),
  amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
});

/** A claim is handed in in one month only. */
const shares = fc
  .array(share, { maxLength: 60 })
  .map((list) => list.map((item) => ({ ...item, claimId: `${item.month}/${item.claimId}` })));

test('T1: no published number is about fewer than three claims', () => {
  fc.assert(
    fc.property(shares, (list) => {
      for (const group of foldSmallGroups(list, sizeMin)) expect(group.claimCount).toBeGreaterThanOrEqual(sizeMin);
    }),
  );
});

test('T1: a longer range minus a shorter one is about three claims or more, or about none', () => {
  fc.assert(
    fc.property(shares, (list) => {
      const long = foldSmallGroups(list, sizeMin);
      const short = foldSmallGroups(
        list.filter((item) => item.month < '2026-03'),
        sizeMin,
      );
      for (const group of long) {
        const before = short.find((candidate) => candidate.key === group.key);
        const added = group.claimCount - (before?.claimCount ?? 0);
        expect(added === 0 || added >= sizeMin).toBe(true);
        if (added === 0) expect(group.amountMinor).toBe(before?.amountMinor);
      }
    }),
  );
});

test('T1: what is published adds up to all months that have enough claims', () => {
  fc.assert(
    fc.property(shares, (list) => {
      const months = new Map<string, Set<string>>();
      for (const item of list) months.set(item.month, (months.get(item.month) ?? new Set()).add(item.claimId));
      const expected = list
        .filter((item) => (months.get(item.month)?.size ?? 0) >= sizeMin)
        .reduce((sum, item) => sum + item.amountMinor, 0);
      const published = foldSmallGroups(list, sizeMin).reduce((sum, group) => sum + group.amountMinor, 0);
      expect(published).toBe(expected);
    }),
  );
});

test('a single small group drags the smallest large one into the remainder, so that it cannot be found by subtraction', () => {
  const of = (key: string, count: number, amountMinor: number): Share[] =>
    Array.from({ length: count }, (_, index) => ({ month: '2026-01', key, claimId: `${key}${index}`, amountMinor }));
  expect(foldSmallGroups([...of('hotel', 5, 100), ...of('meals', 3, 10), ...of('taxi', 1, 7)], sizeMin)).toEqual([
    { key: 'hotel', claimCount: 5, amountMinor: 500 },
    { key: null, claimCount: 4, amountMinor: 37 },
  ]);
});
