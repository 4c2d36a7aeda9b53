import type { Clock } from './clock.ts';
import type { Watched } from './types.ts';

/**
 * Tells listeners of changes, many changes at once: at the end of the running task, and not more often than every
 * `pauseMs` where that is not zero. What listeners read is current at any moment; only being told waits.
 */
export class Publications {
  private readonly clock: Clock;
  private readonly pauseMs: number;
  private waiting = new Set<() => void>();
  private isPlanned = false;
  private toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, pauseMs: number) {
    this.clock = clock;
    this.pauseMs = pauseMs;
  }

  /** The same function is called once, however often it was planned. */
  plan(tell: () => void): void {
    this.waiting.add(tell);
    if (this.isPlanned) return;
    this.isPlanned = true;
    const sinceMs = Math.abs(this.clock.now() - this.toldAtMs);
    if (sinceMs >= this.pauseMs) queueMicrotask(() => this.tellAll());
    else this.clock.after(this.pauseMs - sinceMs, () => this.tellAll());
  }

  private tellAll(): void {
    const told = this.waiting;
    this.waiting = new Set();
    this.isPlanned = false;
    this.toldAtMs = this.clock.now();
    for (const tell of told) tell();
  }
}

/** A state that is made when somebody looks at it, and stays the same object until it is invalidated. */
export class WatchedState<State> implements Watched<State> {
  private readonly publications: Publications;
  private readonly make: () => State;
  private made: { state: State } | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(publications: Publications, make: () => State) {
    this.publications = publications;
    this.make = make;
  }

  getSnapshot(): State {
    this.made ??= { state: this.make() };
    return this.made.state;
  }

  invalidate(): void {
    this.made = undefined;
    if (this.listeners.size > 0) this.publications.plan(this.tell);
  }

  private readonly tell = () => {
    for (const listener of [...this.listeners]) listener();
  };

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
