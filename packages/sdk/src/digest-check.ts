import { type SyncDigest, sync } from '@countinghouse/protocol';
import type { Clock, Random } from './clock.ts';
import type { MessengerCounts } from './counts.ts';
import type { Call } from './types.ts';

export interface DigestCheckOptions {
  call: Call;
  clock: Clock;
  random: Random;
  counts: MessengerCounts;
  digest(): { userSeq: number; digest: SyncDigest };
  /** Both sides should agree: the line is up, and nothing of our own is under way. */
  isSettled(): boolean;
  pull(): Promise<void>;
  repair(): Promise<void>;
  onFailure(error: unknown): void;
}

/** Some seconds after the last thing that was heard, so that most checks find everything in its place. */
const quietMs = 5_000;
const spreadMs = 5_000;
/** Where it is never quiet, agreement is proven all the same. */
const unprovenMsMax = 60_000;
/**
 * A frame that is lost while nothing else comes is noticed at the next of these. At the last one, 20,000 clients make
 * some 170 checks a second.
 */
const calmPausesMs = [30_000, 100_000];
/** Heads move without the user log: before they count as different, what is under way has this long to arrive. */
const doubtMs = 1_000;
const doubtsMax = 3;

/** Compares the own digest with the server's, and repairs what differs. */
export class DigestCheck {
  private readonly options: DigestCheckOptions;
  private isRunning = false;
  private cancelTimer: (() => void) | undefined;
  private heardAtMs = 0;
  /** Since when something was heard that no check has covered. */
  private unprovenSinceMs: number | undefined;
  /** Checks in a row that found both sides the same, and in a row that found them different. */
  private agreements = 0;
  private repairs = 0;
  private doubts = 0;

  constructor(options: DigestCheckOptions) {
    this.options = options;
  }

  start(): void {
    this.isRunning = true;
  }

  /** Something was heard. */
  plan(): void {
    if (!this.isRunning) return;
    this.heardAtMs = this.options.clock.now();
    if (this.unprovenSinceMs !== undefined && this.cancelTimer) return;
    this.unprovenSinceMs ??= this.heardAtMs;
    this.wait(this.spread(quietMs));
  }

  stop(): void {
    this.isRunning = false;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.unprovenSinceMs = undefined;
  }

  private spread(pauseMs: number): number {
    return pauseMs + this.options.random() * Math.max(spreadMs, pauseMs / 3);
  }

  private wait(delayMs: number): void {
    const { clock } = this.options;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (!this.isRunning) return;
    const cancel = clock.after(delayMs, () => {
      if (this.cancelTimer !== cancel) return;
      this.cancelTimer = undefined;
      this.begin();
    });
    this.cancelTimer = cancel;
  }

  private begin(): void {
    const nowMs = this.options.clock.now();
    const unprovenMs = this.unprovenSinceMs === undefined ? 0 : Math.abs(nowMs - this.unprovenSinceMs);
    const isQuiet = this.unprovenSinceMs === undefined || Math.abs(nowMs - this.heardAtMs) >= quietMs;
    if (!this.options.isSettled() || !(isQuiet || unprovenMs >= unprovenMsMax)) {
      this.wait(this.spread(quietMs));
      return;
    }
    this.compare().catch((error: unknown) => {
      if (!this.cancelTimer) this.wait(this.spread(quietMs));
      this.options.onFailure(error);
    });
  }

  /** Agreement is only defined at the same position of the user log. */
  private async compare(): Promise<void> {
    const { call, counts } = this.options;
    const before = this.options.digest();
    const answer = await call(sync.digest);
    const known = this.options.digest();
    if (this.cancelTimer && this.unprovenSinceMs === undefined) return;
    if (answer.userSeq > known.userSeq) {
      this.wait(this.spread(quietMs));
      return this.options.pull();
    }
    if (answer.userSeq < known.userSeq || !this.options.isSettled()) return this.wait(this.spread(quietMs));
    // What the server has answered meanwhile counts here before the user log tells of it.
    const isOwnSame = [before, known].some(
      ({ userSeq, digest }) => userSeq === answer.userSeq && digest.own === answer.digest.own,
    );
    const areHeadsSame = [before, known].some(({ digest }) => digest.heads === answer.digest.heads);
    if (isOwnSame && areHeadsSame) return this.agree();
    if (isOwnSame && ++this.doubts < doubtsMax) return this.wait(doubtMs * (1 + this.options.random()));
    if (isOwnSame) counts.headMismatches += 1;
    else counts.digestMismatches += 1;
    this.doubts = 0;
    this.agreements = 0;
    this.repairs += 1;
    await this.options.repair();
    // Repairing plans the next check; what cannot be repaired is not tried at that pace for ever.
    if (this.repairs > 1) this.wait(Math.min(calmPausesMs.at(-1) ?? 0, this.spread(quietMs) * 2 ** this.repairs));
  }

  private agree(): void {
    this.doubts = 0;
    this.repairs = 0;
    this.unprovenSinceMs = undefined;
    const pauseMs = calmPausesMs[Math.min(this.agreements, calmPausesMs.length - 1)] ?? quietMs;
    this.agreements += 1;
    this.wait(this.spread(pauseMs));
  }
}
