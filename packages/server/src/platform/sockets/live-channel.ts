import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';

/** One open line to one client, whatever carries it. Frames are encoded once by the caller and shared by many channels. */
export interface LiveChannel {
  transport: 'websocket' | 'sse';
  write(frame: Buffer): void;
  /** Bytes that the client has not taken yet. */
  bufferedBytes(): number;
  /** True if the client answered since the last call; asks it again. */
  probe(): boolean;
  /** Ends in order, after what was written. */
  end(code: number, reason: string): void;
  /** Ends at once. */
  terminate(): void;
  onClose(listener: () => void): void;
}

export function webSocketChannel(socket: WebSocket): LiveChannel {
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  // A broken line also closes, and closing is what we act on.
  socket.on('error', () => socket.terminate());
  return {
    transport: 'websocket',
    write: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame, { binary: false });
    },
    bufferedBytes: () => socket.bufferedAmount,
    probe: () => {
      const answered = hasAnswered;
      hasAnswered = false;
      if (socket.readyState === socket.OPEN) socket.ping();
      return answered;
    },
    end: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    onClose: (listener) => void socket.once('close', listener),
  };
}

const eventStart = Buffer.from('data: ');
const eventEnd = Buffer.from('\n\n');

/** Server-sent events, for networks that block WebSocket. The caller has written the head. */
export function sseChannel(response: ServerResponse): LiveChannel {
  return {
    transport: 'sse',
    write: (frame) => {
      if (!response.writableEnded) response.write(Buffer.concat([eventStart, frame, eventEnd]));
    },
    bufferedBytes: () => response.writableLength,
    // Nothing comes back on this line; a dead one shows when its buffer stays full or the system gives it up.
    probe: () => true,
    end: () => void response.end(),
    terminate: () => void response.destroy(),
    onClose: (listener) => void response.once('close', listener),
  };
}
