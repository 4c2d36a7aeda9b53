/** Small fast counter of 128 bits (sfc32): the same seed and name give the same numbers on every machine. */
export class SeededRandom {
  private readonly seed: string;
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: string) {
    this.seed = seed;
    [this.a, this.b, this.c] = [hash32(seed, 1), hash32(seed, 2), hash32(seed, 3)];
    for (let round = 0; round < 15; round++) this.next();
  }

  /** From 0 to below 1. */
  next(): number {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A stream of its own, so that one part's draws do not shift another's. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.seed} ${name}`);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }

  /** Waiting times of things that happen independently of each other. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    // The keys of a record are its type's keys.
    const names = Object.keys(weights) as Name[];
    let left = this.next() * names.reduce((sum, name) => sum + weights[name], 0);
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    throw new Error('nothing to choose from');
  }
}

/** FNV-1a, started anew for each `salt`. */
export function hash32(text: string, salt = 0): number {
  let hash = (0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)) | 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
