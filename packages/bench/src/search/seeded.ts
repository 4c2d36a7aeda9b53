/** Numbers that are the same for the same seed (mulberry32), so that every run makes the same firm. */
export interface Seeded {
  /** 0 ≤ n < 1. */
  next(): number;
  below(count: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** The first items far more often than the last ones, as words are used. */
  pickUneven<Item>(items: readonly Item[]): Item;
}

export function createSeeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const at = <Item>(items: readonly Item[], index: number): Item => {
    const item = items[Math.min(index, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return {
    next,
    below: (count) => Math.floor(next() * count),
    pick: (items) => at(items, Math.floor(next() * items.length)),
    pickUneven: (items) => at(items, Math.floor(next() ** 3 * items.length)),
  };
}
