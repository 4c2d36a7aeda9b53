import { performance } from 'node:perf_hooks';

export interface Pace {
  /** Share of the time in which it works while there is much to do; the rest belongs to people's messages. */
  workShare: number;
  /** The same where the process has its hands full with other work, and from which share of its time on that is so. */
  workShareBusy: number;
  busyAbove: number;
  /** No piece of work, however long it took on a loaded machine, is followed by a longer rest. */
  restMsMax: number;
}

interface PacedWorkParts {
  pace: Pace;
  /** One piece; resolves to when the next one is due, in milliseconds, unless it is woken before. */
  work(): Promise<number>;
  onError(error: unknown): void;
  /** After an error. */
  retryMs: number;
}

/** Work in the background, one piece after the other, with a rest after each that leaves the machine to others. */
export class PacedWork {
  private readonly parts: PacedWorkParts;
  private timer: { atMs: number; handle: NodeJS.Timeout } | undefined;
  private working: Promise<void> | undefined;
  private isStopped = true;
  /** Something came while a piece was under way, which may have looked already. */
  private wokenMs = Number.POSITIVE_INFINITY;
  /** However much comes, it rests until then. */
  private restUntilMs = 0;
  /** At the end of the last piece, so that what is measured until the next is other work. */
  private utilization = performance.eventLoopUtilization();

  constructor(parts: PacedWorkParts) {
    this.parts = parts;
  }

  start(): void {
    this.isStopped = false;
    this.wake(0);
  }

  /** Resolves when the piece under way is done. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer?.handle);
    this.timer = undefined;
    await this.working;
  }

  /** Resolves when the piece under way is done; another one may follow. */
  async settled(): Promise<void> {
    await this.working;
  }

  wake(afterMs: number): void {
    if (this.working !== undefined) this.wokenMs = Math.min(this.wokenMs, afterMs);
    const atMs = Math.max(performance.now() + afterMs, this.restUntilMs);
    if (this.isStopped || this.working !== undefined || (this.timer && this.timer.atMs <= atMs)) return;
    clearTimeout(this.timer?.handle);
    const handle = setTimeout(
      () => {
        this.timer = undefined;
        this.wokenMs = Number.POSITIVE_INFINITY;
        this.working = this.turn().then((nextMs) => {
          this.working = undefined;
          this.wake(Math.min(nextMs, this.wokenMs));
        });
      },
      Math.max(0, atMs - performance.now()),
    );
    handle.unref();
    this.timer = { atMs, handle };
  }

  private async turn(): Promise<number> {
    const { pace, work, onError, retryMs } = this.parts;
    const startedMs = performance.now();
    const isProcessBusy = performance.eventLoopUtilization(this.utilization).utilization > pace.busyAbove;
    const share = isProcessBusy ? pace.workShareBusy : pace.workShare;
    try {
      return await work();
    } catch (error) {
      onError(error);
      return retryMs;
    } finally {
      const endedMs = performance.now();
      const tookMs = endedMs - startedMs;
      this.restUntilMs = endedMs + Math.min(pace.restMsMax, tookMs / share - tookMs);
      this.utilization = performance.eventLoopUtilization();
    }
  }
}
