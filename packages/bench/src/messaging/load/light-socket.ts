import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const opText = 1;
const opClose = 8;
const opPing = 9;
const opPong = 10;
const headEnd = Buffer.from('\r\n\r\n');
const handshakeWithinMs = 60_000;

export interface LightSocketOptions {
  host: string;
  port: number;
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Where the connection comes from: one address has 28,000 ports towards each other one. */
  localAddress?: string;
  /** A text frame; the bytes are valid during the call only. */
  onText(payload: Buffer): void;
  onClose(): void;
}

export interface LightSocket {
  send(text: string): void;
  close(): void;
}

/**
 * A WebSocket client for load: no events, no copies, frames masked with zero. Answers pings. Resolves after the
 * handshake; rejects where the server refuses it.
 */
export function openLightSocket(options: LightSocketOptions): Promise<LightSocket> {
  const { host, port, path, localAddress } = options;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, localAddress, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error('no answer to the handshake')), handshakeWithinMs);
    const frames = new FrameReader(
      options.onText,
      (payload) => socket.write(frame(opPong, payload)),
      () => socket.end(),
    );
    let head: Buffer | undefined = Buffer.alloc(0);
    socket.once('connect', () => socket.write(handshake(options)));
    socket.on('data', (chunk: Buffer) => {
      if (head === undefined) return frames.read(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(headEnd);
      if (end < 0) return;
      clearTimeout(timer);
      const status = head.toString('latin1', 0, head.indexOf('\r\n'));
      if (!status.startsWith('HTTP/1.1 101')) return void socket.destroy(new Error(`${path}: ${status}`));
      const rest = head.subarray(end + headEnd.length);
      head = undefined;
      resolve({ send: (text) => socket.write(frame(opText, Buffer.from(text))), close: () => closeSocket(socket) });
      if (rest.length > 0) frames.read(rest);
    });
    socket.once('error', reject);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      if (head === undefined) options.onClose();
      else reject(new Error('closed before the handshake was over'));
    });
  });
}

function closeSocket(socket: Socket): void {
  socket.write(frame(opClose, Buffer.from([3, 232])));
  socket.end();
  setTimeout(() => socket.destroy(), 1000).unref();
}

const handshake = ({ host, port, path, headers = {} }: LightSocketOptions): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

/** A frame of a client, with the mask 0, which leaves the bytes as they are. */
export function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const out = Buffer.alloc(2 + extended + 4 + length);
  out[0] = 0x80 | opcode;
  out[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) out.writeUInt16BE(length, 2);
  if (extended === 8) out.writeBigUInt64BE(BigInt(length), 2);
  payload.copy(out, 2 + extended + 4);
  return out;
}

/** Cuts what a server sends into frames. Only an incomplete one is copied. */
export class FrameReader {
  private readonly onText: (payload: Buffer) => void;
  private readonly onPing: (payload: Buffer) => void;
  private readonly onEnd: () => void;
  private rest: Buffer[] = [];
  private restLength = 0;
  /** Bytes that are needed before it is worth to look again. */
  private needed = 0;

  constructor(onText: (payload: Buffer) => void, onPing: (payload: Buffer) => void, onEnd: () => void) {
    this.onText = onText;
    this.onPing = onPing;
    this.onEnd = onEnd;
  }

  read(chunk: Buffer): void {
    let bytes = chunk;
    if (this.restLength > 0) {
      this.rest.push(chunk);
      this.restLength += chunk.length;
      if (this.restLength < this.needed) return;
      bytes = Buffer.concat(this.rest);
    }
    let at = 0;
    for (let end = this.endOfFrame(bytes, at); end <= bytes.length; end = this.endOfFrame(bytes, at)) {
      this.take(bytes, at, end);
      at = end;
    }
    this.needed = this.endOfFrame(bytes, at) - at;
    this.rest = at < bytes.length ? [Buffer.from(bytes.subarray(at))] : [];
    this.restLength = bytes.length - at;
  }

  /** Where the frame at this place ends; beyond the bytes where it is not complete. */
  private endOfFrame(bytes: Buffer, at: number): number {
    if (at + 2 > bytes.length) return at + 2;
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    if (short < 126) return at + 2 + short;
    const head = short === 126 ? 4 : 10;
    if (at + head > bytes.length) return at + head;
    return at + head + (short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2)));
  }

  private take(bytes: Buffer, at: number, end: number): void {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const payload = bytes.subarray(at + (short < 126 ? 2 : short === 126 ? 4 : 10), end);
    const opcode = (bytes[at] ?? 0) & 0x0f;
    if (opcode <= opText) this.onText(payload);
    else if (opcode === opPing) this.onPing(payload);
    else if (opcode === opClose) this.onEnd();
  }
}
