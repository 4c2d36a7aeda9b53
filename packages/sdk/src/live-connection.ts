import type { ClientFrame, LiveFrame } from '@countinghouse/protocol';
import { backOffMs, type Clock, type Random } from './clock.ts';
import type { LiveLine, LiveTransport } from './live-line.ts';

export interface LiveConnectionHandlers {
  onFrame(frame: LiveFrame): void;
  /** The line is gone; another attempt is planned. `wasUp`: the server had said something on it. */
  onDown(wasUp: boolean): void;
}

export interface LiveConnectionOptions {
  /** Tried in turn: the first until it has failed `attemptsPerTransport` times without a word from the server, then the next. */
  transports: readonly LiveTransport[];
  clock: Clock;
  random: Random;
}

const attemptsPerTransport = 3;
const backOff = { firstMs: 500, mostMs: 30_000 };
// A line that was up comes back soon, but thousands that were cut at once come back spread over this time.
const comebackMsMax = 1_000;
// The server says something at least every 20 s; a line that is silent for longer than two of those is dead.
const silenceMsMax = 50_000;

/** Keeps one line open for as long as it runs, whatever happens to the network. */
export class LiveConnection {
  private readonly options: LiveConnectionOptions;
  private readonly handlers: LiveConnectionHandlers;
  private line: LiveLine | undefined;
  private attempt = 0;
  /** The server has said something on this line. */
  private isUp = false;
  private heardAtMs = 0;
  private cancelTimer: (() => void) | undefined;
  private isRunning = false;

  constructor(options: LiveConnectionOptions, handlers: LiveConnectionHandlers) {
    this.options = options;
    this.handlers = handlers;
  }

  /** Whether the line that is open has a way back to the server. */
  get canSend(): boolean {
    return this.line?.send !== undefined;
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.isRunning = false;
    this.drop('done');
  }

  /** The network is said to be back: no reason to wait any longer. */
  hurry(): void {
    if (!this.isRunning || this.line) return;
    this.attempt = 0;
    this.drop('done');
    this.connect();
  }

  /** The server said that it is leaving. */
  moveOn(): void {
    if (this.line) this.handleDown();
  }

  send(frame: ClientFrame): void {
    this.line?.send?.(JSON.stringify(frame));
  }

  private drop(why: 'done' | 'faulty'): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    const line = this.line;
    this.line = undefined;
    line?.close(why);
  }

  private connect(): void {
    const { transports, clock } = this.options;
    const transport = transports[Math.floor(this.attempt / attemptsPerTransport) % transports.length];
    if (!transport) throw new Error('a live connection needs a transport');
    this.isUp = false;
    const line = transport.open({
      onText: (text) => {
        if (this.line !== line) return;
        this.attempt = 0;
        this.isUp = true;
        this.heardAtMs = clock.now();
        // The server and this client are built from the same schema; an unknown frame is skipped by who handles it.
        this.handlers.onFrame(JSON.parse(text) as LiveFrame);
      },
      onClose: () => {
        if (this.line === line) this.handleDown();
      },
    });
    this.line = line;
    this.heardAtMs = clock.now();
    this.watchSilence(silenceMsMax);
  }

  /** One timer that looks back, rather than a new one for every frame. */
  private watchSilence(delayMs: number): void {
    const { clock } = this.options;
    this.cancelTimer?.();
    this.cancelTimer = clock.after(delayMs, () => {
      // A clock that was set back must not keep a dead line for longer.
      this.heardAtMs = Math.min(this.heardAtMs, clock.now());
      const silentMs = clock.now() - this.heardAtMs;
      if (silentMs >= silenceMsMax) this.handleDown();
      else this.watchSilence(silenceMsMax - silentMs);
    });
  }

  private handleDown(): void {
    const { clock, random } = this.options;
    const wasUp = this.isUp;
    this.isUp = false;
    this.drop('faulty');
    if (!this.isRunning) return;
    const delayMs = wasUp ? random() * comebackMsMax : backOffMs(this.attempt++, random, backOff);
    this.cancelTimer = clock.after(delayMs, () => this.connect());
    this.handlers.onDown(wasUp);
  }
}
