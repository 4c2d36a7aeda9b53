import { setTimeout as sleep } from 'node:timers/promises';
import { type ResponseOf, sync } from '@countinghouse/protocol';
import type { Job } from './jobs.ts';
import { forEachAtOnce, LightHttp } from './light-http.ts';
import type { LightSocket } from './light-socket.ts';
import { openLiveLine } from './live-line.ts';
import type { Load, Tally } from './load.ts';
import { readStamps } from './stamp.ts';

const connectsAtOnce = 100;
const requestLinesMax = 200;
/** As the SDK waits between attempts. */
const retryFirstMs = 500;
const retryMostMs = 30_000;
/** A message of this sender is followed to its last receiver. */
export const watchedSender = 99_999;

/** Light clients on the line. Those who come back do it as the SDK does: after a pause, and by proving what they have. */
export function listeners(job: Extract<Job, { kind: 'listeners' }>, tally: Tally): Load {
  const { baseUrl, doComeBack: doesComeBack } = job;
  const http = new LightHttp(baseUrl, requestLinesMax);
  const listening = job.tokens.map((token) => new Listener({ token, baseUrl, http, tally, doesComeBack }));
  return {
    connect: () => forEachAtOnce(listening, connectsAtOnce, (listener) => listener.connect()),
    close: () => {
      for (const listener of listening) listener.close();
      http.close();
    },
  };
}

interface ListenerOptions {
  token: string;
  baseUrl: string;
  http: LightHttp;
  tally: Tally;
  doesComeBack: boolean;
}

class Listener {
  private readonly options: ListenerOptions;
  private line: LightSocket | undefined;
  private state: ResponseOf<typeof sync.digest> | undefined;
  private isClosing = false;

  constructor(options: ListenerOptions) {
    this.options = options;
  }

  async connect(): Promise<void> {
    await this.open();
    if (this.options.doesComeBack) this.state = await this.ask<typeof sync.digest>('GET', sync.digest.path);
    this.options.tally.connected += 1;
  }

  private async open(): Promise<void> {
    const { baseUrl, token, tally } = this.options;
    this.line = await openLiveLine({
      baseUrl,
      token,
      onMessages: (payload) =>
        readStamps(payload, (sender, number, atUs) => {
          tally.countReceived(atUs);
          if (sender === watchedSender) tally.countSpread(number, atUs);
        }),
      onPull: () => {
        tally.pullsTold += 1;
      },
      onClose: () => this.handleLoss(),
    });
  }

  private handleLoss(): void {
    if (this.isClosing) return;
    this.options.tally.connected -= 1;
    if (this.options.doesComeBack) void this.comeBack();
    else this.options.tally.countFailure('a line was closed');
  }

  private async comeBack(): Promise<void> {
    const { tally } = this.options;
    for (let attempt = 0; !this.isClosing; attempt++) {
      const pauseMs = Math.min(retryMostMs, retryFirstMs * 2 ** attempt);
      await sleep(pauseMs * (0.5 + Math.random() / 2));
      try {
        await this.open();
      } catch (error) {
        // While nobody listens on the port, a refused connection is what everybody expects.
        if (!isRefused(error)) tally.countFailure(`line: ${messageOf(error)}`);
        continue;
      }
      try {
        const answer = await this.ask<typeof sync.resume>('POST', sync.resume.path, this.state);
        if (!answer.isCurrent) tally.snapshots += 1;
        tally.connected += 1;
      } catch (error) {
        tally.countFailure(`resume: ${messageOf(error)}`);
      }
      return;
    }
  }

  private async ask<E extends typeof sync.resume | typeof sync.digest>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ResponseOf<E>> {
    const answer = await this.options.http.ask({ method, path, token: this.options.token, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 200)}`);
    // The server is built from the same schema.
    return JSON.parse(answer.body) as ResponseOf<E>;
  }

  close(): void {
    this.isClosing = true;
    this.line?.close();
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
