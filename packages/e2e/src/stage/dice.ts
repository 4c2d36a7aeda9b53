import { setTimeout as pause } from 'node:timers/promises';

/** Chance that can be repeated: the same seed gives the same course (mulberry32). */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** From 0 up to and without `below`. */
  integer(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  }

  /** A moment of chance length: what happens at once does so in another order each time. */
  async moment(mostMs = 250): Promise<void> {
    await pause(this.integer(mostMs));
  }
}
