import type { Watched } from './types.ts';

/** Holds one immutable state; a new object means that something changed. */
export class WatchedState<State> implements Watched<State> {
  private state: State;
  private readonly listeners = new Set<() => void>();

  constructor(initial: State) {
    this.state = initial;
  }

  getSnapshot(): State {
    return this.state;
  }

  set(state: State): void {
    this.state = state;
    for (const listener of [...this.listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
