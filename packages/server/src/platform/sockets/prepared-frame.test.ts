import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketChannel } from './live-channel.ts';
import { PreparedFrame } from './prepared-frame.ts';

let frames: PreparedFrame[] = [];
const server = createServer();
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => {
    const channel = webSocketChannel(opened, socket);
    for (const frame of frames) channel.write(frame);
    channel.end(1000, 'all said');
  });
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** What a client makes of these frames. */
async function received(...written: PreparedFrame[]): Promise<string[]> {
  frames = written;
  const { port } = server.address() as AddressInfo; // it listens on a port, see above
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const seen: string[] = [];
  client.on('message', (data) => seen.push(String(data)));
  client.on('ping', () => seen.push('ping'));
  const [code] = await once(client, 'close');
  expect(code).toBe(1000);
  return seen;
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
  'a frame of %i bytes is read by a client as it was written',
  async (length) => {
    const text = 'a'.repeat(length);
    expect(await received(new PreparedFrame(text), new PreparedFrame('next'))).toEqual([text, 'next']);
    expect(String(new PreparedFrame(text).serverSent)).toBe(`data: ${text}\n\n`);
  },
);

test('a frame that asks for an answer is a ping and the frame; as a server-sent event it is the frame', async () => {
  const frame = new PreparedFrame('{"名":"值"}', { asksForAnswer: true });
  expect(await received(frame)).toEqual(['ping', '{"名":"值"}']);
  expect(String(frame.serverSent)).toBe('data: {"名":"值"}\n\n');
});
