/** A stream of numbers that is the same for the same seed, on every machine. */
export interface Random {
  /** At least 0, below 1. */
  fraction(): number;
  /** Both ends included. */
  integer(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  digits(count: number): string;
  /** An independent stream, so that a further draw in one place does not change another place. */
  fork(name: string): Random;
}

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash = (hash << 13) | (hash >>> 19);
  }
  return hash >>> 0;
};

/** Mulberry32, seeded by a hash of the text. Good enough for variety, not for secrets. */
export function randomFrom(seed: string | number): Random {
  const name = String(seed);
  let state = hashOf(name);
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    integer,
    pick: <T>(list: readonly T[]): T => {
      const chosen = list[integer(0, list.length - 1)];
      if (chosen === undefined) throw new RangeError('cannot pick from an empty list');
      return chosen;
    },
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(''),
    fork: (part) => randomFrom(`${name}/${part}`),
  };
}
