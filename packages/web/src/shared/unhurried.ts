/** Runs `show` at most once within the time: at once where it was quiet before, else when the time is over. */
export class Unhurried {
  private readonly show: () => void;
  private readonly everyMs: number;
  private shownAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(show: () => void, everyMs: number) {
    this.show = show;
    this.everyMs = everyMs;
  }

  readonly ask = (): void => {
    if (this.timer !== undefined) return;
    const waitMs = this.shownAt + this.everyMs - performance.now();
    if (waitMs > 0) this.timer = setTimeout(this.run, waitMs);
    else this.run();
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
