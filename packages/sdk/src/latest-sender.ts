import { type ConversationId, Refusal } from '@countinghouse/protocol';
import { OfflineError } from './call.ts';
import { backOffMs, type Clock, type Random } from './clock.ts';
import { passingRefusals } from './outbox.ts';

export interface LatestSenderOptions<Value, Key> {
  clock: Clock;
  random: Random;
  /** What comes within this time of the first change goes out as one. */
  gatherMs: number;
  /** Sends the value and applies the answer. */
  send(key: Key, value: Value): Promise<void>;
  /** What this client shows of the conversation may differ now. `isKept`: the device has it as it is now. */
  onChanged(key: Key, isKept: boolean): void;
  /**
   * What the device holds now of a value that was restored from it: another window that shares the device may have sent
   * it, or written a newer one, since. Absent where an older value does no harm.
   */
  findKept?(key: Key): Promise<Value | undefined>;
}

const backOff = { firstMs: 1_000, mostMs: 30_000 };

/**
 * Own values of conversations, or of places in them, that the server does not know yet. Only the last one of each
 * counts, so it is sent and the others are not; they count at once in this client's own view, and wait while the server
 * is out of reach.
 */
export class LatestSender<Value, Key extends string = ConversationId> {
  private readonly options: LatestSenderOptions<Value, Key>;
  private readonly waiting = new Map<Key, Value>();
  private readonly sending = new Set<Key>();
  /** Being written: nobody but the device is told of each key. */
  private readonly held = new Map<Key, Value>();
  /** Restored from the device, and not written here since. */
  private readonly inherited = new Set<Key>();
  private cancelTimer: (() => void) | undefined;
  private failures = 0;
  private isRunning = false;

  constructor(options: LatestSenderOptions<Value, Key>) {
    this.options = options;
  }

  get isIdle(): boolean {
    return this.waiting.size === 0;
  }

  /** Of what waits; it may be dropped while this is walked through. */
  ids(): Key[] {
    return [...this.waiting.keys()];
  }

  pending(key: Key): Value | undefined {
    return this.waiting.get(key);
  }

  /** What the device has to have, so that nothing is lost where the page goes now. */
  toKeep(key: Key): Value | undefined {
    return this.held.get(key) ?? this.waiting.get(key);
  }

  /** Not shown or sent before it is `set`; for the device only. */
  hold(key: Key, value: Value): void {
    this.held.set(key, value);
  }

  /** What was held is what counts already. */
  release(key: Key): void {
    if (this.held.delete(key)) this.options.onChanged(key, false);
  }

  set(key: Key, value: Value): void {
    this.held.delete(key);
    this.waiting.set(key, value);
    this.inherited.delete(key);
    this.options.onChanged(key, false);
    this.plan(this.options.gatherMs);
  }

  /** Without word to the server; the conversation is gone, or another value came from elsewhere. */
  drop(key: Key): void {
    this.inherited.delete(key);
    if (this.waiting.delete(key)) this.options.onChanged(key, false);
  }

  /** Nothing of it counts any more, sent or being written; the device forgets it too. */
  forget(isOver: (key: Key) => boolean): void {
    for (const key of new Set([...this.waiting.keys(), ...this.held.keys()])) {
      if (!isOver(key)) continue;
      this.release(key);
      this.drop(key);
    }
  }

  /** From the device, where an earlier run left it. */
  restore(values: Iterable<[Key, Value]>): void {
    for (const [key, value] of values) {
      if (this.waiting.has(key)) continue;
      this.waiting.set(key, value);
      this.inherited.add(key);
    }
  }

  /** The line is up. */
  start(): void {
    this.isRunning = true;
    this.failures = 0;
    this.flush();
  }

  /** What waits goes on waiting. */
  stop(): void {
    this.isRunning = false;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }

  clear(): void {
    this.stop();
    this.waiting.clear();
    this.held.clear();
    this.inherited.clear();
  }

  /** An inherited value may be another one by now, or none. */
  private async lookAgain(key: Key): Promise<void> {
    const { findKept, onChanged } = this.options;
    const known = this.waiting.get(key);
    // A device that does not answer has nothing newer to say.
    const kept = findKept ? await findKept(key).catch(() => known) : known;
    // Meanwhile somebody may have gone on writing here.
    if (!this.inherited.has(key)) return;
    if (kept === undefined) this.waiting.delete(key);
    else this.waiting.set(key, kept);
    onChanged(key, true);
  }

  private plan(delayMs: number): void {
    if (!this.isRunning) return;
    this.cancelTimer ??= this.options.clock.after(delayMs, () => {
      this.cancelTimer = undefined;
      this.flush();
    });
  }

  private flush(): void {
    for (const key of this.waiting.keys()) void this.send(key);
  }

  private async send(key: Key): Promise<void> {
    if (!this.waiting.has(key) || !this.isRunning || this.sending.has(key)) return;
    this.sending.add(key);
    let isSettled = false;
    let value: Value | undefined;
    try {
      if (this.inherited.has(key)) await this.lookAgain(key);
      value = this.waiting.get(key);
      if (value === undefined || !this.isRunning) return;
      await this.options.send(key, value);
      isSettled = true;
      this.failures = 0;
    } catch (error) {
      isSettled = !mayPass(error);
    } finally {
      this.sending.delete(key);
    }
    const isLatest = this.waiting.get(key) === value;
    if (isSettled && isLatest) this.drop(key);
    else if (isSettled) await this.send(key);
    else this.plan(backOffMs(this.failures++, this.options.random, backOff));
  }
}

/** Refused for good, it is given up and the server's value stands: these are conveniences. */
function mayPass(error: unknown): boolean {
  if (error instanceof Refusal) return passingRefusals.has(error.refusal) || error.refusal === 'server_fault';
  if (error instanceof OfflineError) return true;
  throw error;
}
