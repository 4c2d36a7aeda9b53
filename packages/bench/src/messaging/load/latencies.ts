const growth = 1.02;
const logGrowth = Math.log(growth);

/** What a summary of `Latencies` says, in milliseconds with two decimals; null where nothing was measured. */
export interface LatencySummary {
  count: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/**
 * Times in microseconds, counted in buckets that each are 2 % wider than the one before: percentiles are exact to 2 %,
 * and those of several processes can be added.
 */
export class Latencies {
  private readonly buckets: number[];
  count: number;
  private maxUs: number;

  constructor(from?: { buckets: readonly number[]; maxUs: number }) {
    this.buckets = [...(from?.buckets ?? [])];
    this.count = this.buckets.reduce((sum, count) => sum + (count || 0), 0);
    this.maxUs = from?.maxUs ?? 0;
  }

  add(us: number): void {
    const at = us <= 1 ? 0 : Math.round(Math.log(us) / logGrowth);
    while (this.buckets.length <= at) this.buckets.push(0);
    this.buckets[at] = (this.buckets[at] ?? 0) + 1;
    this.count += 1;
    if (us > this.maxUs) this.maxUs = us;
  }

  merge(other: Latencies): void {
    while (this.buckets.length < other.buckets.length) this.buckets.push(0);
    for (const [at, count] of other.buckets.entries()) this.buckets[at] = (this.buckets[at] ?? 0) + count;
    this.count += other.count;
    this.maxUs = Math.max(this.maxUs, other.maxUs);
  }

  clear(): void {
    this.buckets.length = 0;
    this.count = 0;
    this.maxUs = 0;
  }

  /** Microseconds below which this share of the times lies; NaN where there are none. */
  percentileUs(share: number): number {
    if (this.count === 0) return Number.NaN;
    let left = Math.max(1, Math.ceil(share * this.count));
    for (const [at, count] of this.buckets.entries()) {
      left -= count;
      if (left <= 0) return Math.min(growth ** at, this.maxUs);
    }
    return this.maxUs;
  }

  summary(): LatencySummary {
    const ms = (us: number) => (Number.isNaN(us) ? null : Math.round(us / 10) / 100);
    return {
      count: this.count,
      p50Ms: ms(this.percentileUs(0.5)),
      p99Ms: ms(this.percentileUs(0.99)),
      maxMs: this.count === 0 ? null : ms(this.maxUs),
    };
  }

  /** For another process. */
  toPlain(): { buckets: number[]; maxUs: number } {
    return { buckets: [...this.buckets], maxUs: this.maxUs };
  }
}
