import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RefusalName, refusalStatus } from '@countinghouse/protocol';

/** Answers an upgrade with a named refusal and closes the line. */
export function refuseUpgrade(socket: Duplex, refusal: RefusalName): void {
  const status = refusalStatus[refusal];
  const body = JSON.stringify({ refusal, message: refusal });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
