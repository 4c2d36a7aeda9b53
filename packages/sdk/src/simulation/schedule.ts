interface Event {
  atMs: number;
  /** Of two events of one moment, the one that was planned first comes first. */
  order: number;
  action: (() => void) | undefined;
}

/** Simulated time: events in their order, and nothing else moves the clock. */
export class Schedule {
  nowMs = Date.UTC(2026, 10, 22, 9);
  eventCount = 0;
  private readonly heap: Event[] = [];
  private nextOrder = 0;

  /** Runs `action` after `delayMs`; returns the function that prevents it. */
  after(delayMs: number, action: () => void): () => void {
    const event: Event = { atMs: this.nowMs + Math.max(0, Math.round(delayMs)), order: this.nextOrder++, action };
    this.push(event);
    return () => {
      event.action = undefined;
    };
  }

  /**
   * Runs everything that falls due until `atMs`. `goOn` is called once all that follows from an event has happened, and
   * ends the run where it returns false.
   */
  async runUntil(atMs: number, goOn: () => boolean): Promise<void> {
    for (let event = this.heap[0]; event && event.atMs <= atMs; event = this.heap[0]) {
      this.pop();
      if (!event.action) continue;
      this.nowMs = Math.max(this.nowMs, event.atMs);
      this.eventCount += 1;
      event.action();
      await settled();
      if (!goOn()) return;
    }
    this.nowMs = atMs;
  }

  private push(event: Event): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(event);
    for (; at > 0; at = (at - 1) >> 1) {
      const parent = heap[(at - 1) >> 1];
      if (!parent || isBefore(parent, event)) break;
      heap[at] = parent;
    }
    heap[at] = event;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left && right && isBefore(right, left)) child += 1;
      const smaller = heap[child];
      if (!smaller || isBefore(last, smaller)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (left: Event, right: Event): boolean =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);

/** Promises that wait for nothing outside are done before Node turns to its immediates, however many follow each other. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
