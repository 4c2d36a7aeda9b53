import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { PreparedFrame } from './prepared-frame.ts';

/** One open line to one client, whatever carries it. */
export interface LiveChannel {
  transport: 'websocket' | 'sse';
  write(frame: PreparedFrame): void;
  /** Bytes that the client has not taken yet. */
  bufferedBytes(): number;
  /** True if the client answered since the last call. */
  hasAnswered(): boolean;
  /** Ends in order, after what was written. */
  end(code: number, reason: string): void;
  /** Ends at once. */
  terminate(): void;
  /** `onMessage` is never called where the client has no way back. */
  listen(handlers: { onClose(): void; onMessage(text: string): void }): void;
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');

/**
 * `line` is the connection below `socket`. Frames go straight to it, because they are the same for many lines and are
 * framed once; nothing can come between, since there is no compression and what `ws` itself writes are whole frames.
 */
export function webSocketChannel(socket: WebSocket, line: Duplex): LiveChannel {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  // A broken line also closes, and closing is what we act on.
  socket.on('error', () => socket.terminate());
  return {
    transport: 'websocket',
    write: (frame) => {
      if (socket.readyState === socket.OPEN) line.write(frame.webSocket);
    },
    bufferedBytes: () => line.writableLength,
    hasAnswered: () => {
      const answered = isAnswered;
      isAnswered = false;
      return answered;
    },
    end: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    listen: ({ onClose, onMessage }) => {
      socket.once('close', onClose);
      socket.on('message', (data) => onMessage(textOf(data)));
    },
  };
}

/** Server-sent events, for networks that block WebSocket. The caller has written the head. */
export function sseChannel(response: ServerResponse): LiveChannel {
  return {
    transport: 'sse',
    write: (frame) => {
      if (!response.writableEnded) response.write(frame.serverSent);
    },
    bufferedBytes: () => response.writableLength,
    // Nothing comes back on this line; a dead one shows when its buffer stays full or the system gives it up.
    hasAnswered: () => true,
    end: () => void response.end(),
    terminate: () => void response.destroy(),
    listen: ({ onClose }) => void response.once('close', onClose),
  };
}
