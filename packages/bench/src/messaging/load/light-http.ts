import { connect, type Socket } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

export interface LightAnswer {
  status: number;
  body: string;
}

interface Waiting {
  request: string;
  resolve(answer: LightAnswer): void;
  reject(error: Error): void;
}

/**
 * HTTP/1.1 over a few connections that stay open, one request at a time on each: costs the generator a fraction of
 * `fetch`. Knows answers with `content-length` only, which is what the server gives.
 */
export class LightHttp {
  private readonly place: { host: string; port: number };
  private readonly queue: Waiting[] = [];
  private readonly lines = new Set<Line>();
  private readonly linesMax: number;

  constructor(baseUrl: string, linesMax: number) {
    const { hostname, port } = new URL(baseUrl);
    this.place = { host: hostname, port: Number(port) };
    this.linesMax = linesMax;
  }

  ask(input: { method: string; path: string; token: string; body?: unknown }): Promise<LightAnswer> {
    const body = input.body === undefined ? '' : JSON.stringify(input.body);
    const request = [
      `${input.method} ${input.path} HTTP/1.1`,
      `host: ${this.place.host}:${this.place.port}`,
      `authorization: Bearer ${input.token}`,
      ...(input.body === undefined ? [] : ['content-type: application/json']),
      `content-length: ${Buffer.byteLength(body)}`,
      `\r\n${body}`,
    ].join('\r\n');
    return new Promise((resolve, reject) => {
      this.queue.push({ request, resolve, reject });
      const free = [...this.lines].find((line) => line.isFree);
      if (free) free.take();
      else if (this.lines.size < this.linesMax) this.lines.add(this.addLine());
    });
  }

  private addLine(): Line {
    const line = new Line(
      this.place,
      () => this.queue.shift(),
      () => {
        this.lines.delete(line);
        if (this.queue.length > 0 && this.lines.size === 0) this.lines.add(this.addLine());
      },
    );
    return line;
  }

  close(): void {
    for (const line of this.lines) line.end();
  }
}

class Line {
  isFree = false;
  private readonly socket: Socket;
  private readonly next: () => Waiting | undefined;
  private current: Waiting | undefined;
  private read: Buffer[] = [];
  private readLength = 0;

  constructor(place: { host: string; port: number }, next: () => Waiting | undefined, onEnd: () => void) {
    this.next = next;
    this.socket = connect({ ...place, noDelay: true });
    this.socket.once('connect', () => this.take());
    this.socket.on('data', (chunk: Buffer) => this.handle(chunk));
    this.socket.on('error', () => undefined);
    this.socket.once('close', () => {
      this.isFree = false;
      // A line that never came up leaves its request to the caller, as one that broke does.
      (this.current ?? this.next())?.reject(new Error('the connection broke'));
      this.current = undefined;
      onEnd();
    });
  }

  take(): void {
    this.current = this.next();
    this.isFree = this.current === undefined;
    if (this.current) this.socket.write(this.current.request);
  }

  end(): void {
    this.socket.end();
  }

  private handle(chunk: Buffer): void {
    this.read.push(chunk);
    this.readLength += chunk.length;
    const bytes = this.read.length === 1 ? chunk : Buffer.concat(this.read);
    const end = bytes.indexOf(headEnd);
    if (end < 0) return;
    const head = bytes.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const from = end + headEnd.length;
    if (this.readLength < from + length) return;
    this.read = [];
    this.readLength = 0;
    const { current } = this;
    const answer = { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', from, from + length) };
    this.take();
    current?.resolve(answer);
  }
}

/** Runs the action for each item, so many at a time. */
export async function forEachAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  action: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await action(item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}
