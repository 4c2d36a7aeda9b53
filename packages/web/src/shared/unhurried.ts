/** What is told and taken back within this time, as what is read while it comes in, is never shown. */
const gatherMs = 120;
/** A stream is followed at this pace. */
const everyMs = 200;

/** Runs `show` soon after it was asked, and at most so often. */
export class Unhurried {
  private readonly show: () => void;
  private shownAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(show: () => void) {
    this.show = show;
  }

  readonly ask = (): void => {
    const sinceMs = performance.now() - this.shownAt;
    this.timer ??= setTimeout(this.run, Math.max(gatherMs, everyMs - sinceMs));
  };

  stop(): void {
    clearTimeout(this.timer);
  }

  private readonly run = (): void => {
    this.timer = undefined;
    this.shownAt = performance.now();
    this.show();
  };
}
