import type { LiveFrame } from '@countinghouse/protocol';
import { backOffMs, type Clock, type Random } from './clock.ts';
import type { LiveTransport } from './live-transport.ts';

export interface LiveConnectionHandlers {
  onFrame(frame: LiveFrame): void;
  /** The line is gone; another attempt is planned. */
  onDown(): void;
}

export interface LiveConnectionOptions {
  /** Tried in turn: the first until it has failed `attemptsPerTransport` times without a word from the server, then the next. */
  transports: readonly LiveTransport[];
  clock: Clock;
  random: Random;
}

const attemptsPerTransport = 3;
const backOff = { firstMs: 500, mostMs: 30_000 };
// The server says something at least every 20 s; a line that is silent for longer than two of those is dead.
const silenceMsMax = 50_000;

/** Keeps one line open for as long as it runs, whatever happens to the network. */
export class LiveConnection {
  private readonly options: LiveConnectionOptions;
  private readonly handlers: LiveConnectionHandlers;
  private line: { close(): void } | undefined;
  private attempt = 0;
  private cancelTimer: (() => void) | undefined;
  private isRunning = false;

  constructor(options: LiveConnectionOptions, handlers: LiveConnectionHandlers) {
    this.options = options;
    this.handlers = handlers;
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.attempt = 0;
    this.connect();
  }

  stop(): void {
    this.isRunning = false;
    this.drop();
  }

  /** The network is said to be back: no reason to wait any longer. */
  hurry(): void {
    if (!this.isRunning || this.line) return;
    this.attempt = 0;
    this.drop();
    this.connect();
  }

  private drop(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    const line = this.line;
    this.line = undefined;
    line?.close();
  }

  private connect(): void {
    const { transports } = this.options;
    const transport = transports[Math.floor(this.attempt / attemptsPerTransport) % transports.length];
    if (!transport) throw new Error('a live connection needs a transport');
    const line = transport.open({
      onText: (text) => {
        if (this.line !== line) return;
        this.attempt = 0;
        this.watchSilence();
        // The server and this client are built from the same schema; an unknown frame is skipped by who handles it.
        this.handlers.onFrame(JSON.parse(text) as LiveFrame);
      },
      onClose: () => {
        if (this.line === line) this.handleDown();
      },
    });
    this.line = line;
    this.watchSilence();
  }

  private watchSilence(): void {
    this.cancelTimer?.();
    this.cancelTimer = this.options.clock.after(silenceMsMax, () => this.handleDown());
  }

  private handleDown(): void {
    this.drop();
    if (!this.isRunning) return;
    const delayMs = backOffMs(this.attempt, this.options.random, backOff);
    this.attempt += 1;
    this.cancelTimer = this.options.clock.after(delayMs, () => this.connect());
    this.handlers.onDown();
  }
}
