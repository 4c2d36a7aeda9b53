import type { TimelineMessage } from '@countinghouse/sdk';
import { useCallback, useSyncExternalStore } from 'react';

/** As many as one forwarded message may hold. */
const selectedMax = 100;

/** The messages that are marked for something to be done with all of them; each row watches its own mark only. */
export class Selection {
  private readonly chosen = new Map<number, TimelineMessage>();
  private readonly listeners = new Set<() => void>();
  private active = false;
  private now: readonly TimelineMessage[] = [];

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly isActive = (): boolean => this.active;
  /** In the order of the conversation; the same list until it changes. */
  readonly messages = (): readonly TimelineMessage[] => this.now;
  readonly has = (seq: number): boolean => this.chosen.has(seq);

  start(message: TimelineMessage): void {
    this.active = true;
    this.chosen.set(message.seq, message);
    this.tell();
  }

  toggle(message: TimelineMessage): void {
    if (this.chosen.has(message.seq)) this.chosen.delete(message.seq);
    else if (this.chosen.size < selectedMax) this.chosen.set(message.seq, message);
    this.tell();
  }

  end(): void {
    this.active = false;
    this.chosen.clear();
    this.tell();
  }

  private tell(): void {
    this.now = [...this.chosen.values()].sort((a, b) => a.seq - b.seq);
    for (const listener of this.listeners) listener();
  }
}

export const useIsSelecting = (selection: Selection): boolean =>
  useSyncExternalStore(selection.subscribe, selection.isActive);

export const useIsSelected = (selection: Selection, seq: number): boolean =>
  useSyncExternalStore(
    selection.subscribe,
    useCallback(() => selection.has(seq), [selection, seq]),
  );

export const useSelectedMessages = (selection: Selection): readonly TimelineMessage[] =>
  useSyncExternalStore(selection.subscribe, selection.messages);
