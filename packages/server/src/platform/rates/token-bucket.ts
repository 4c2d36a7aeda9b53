/** So many at once, and so many each second in the long run. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** What one caller may still take. */
export class TokenBucket {
  private readonly rate: Rate;
  private left: number;
  private atMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.rate = rate;
    this.left = rate.burst;
    this.atMs = nowMs;
  }

  /** Takes one: 0, or the milliseconds until there is one again. A clock that was put back gives nothing and takes nothing. */
  take(nowMs: number): number {
    const { burst, perSecond } = this.rate;
    this.left = Math.min(burst, this.left + (Math.max(0, nowMs - this.atMs) / 1000) * perSecond);
    this.atMs = nowMs;
    if (this.left < 1) return ((1 - this.left) / perSecond) * 1000;
    this.left -= 1;
    return 0;
  }
}
