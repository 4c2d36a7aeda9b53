import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';

const program = new URL('./testing/stopped-program.ts', import.meta.url).pathname;
const sockets = new Set<Socket | WebSocket>();
let server: Server | undefined;

afterEach(() => {
  for (const socket of sockets) 'terminate' in socket ? socket.terminate() : socket.destroy();
  sockets.clear();
  server?.close();
});

/** Answers who is signed in, unless it is frozen from the start; takes a line up to the named point and no further. */
async function aServer(frozenAt: 'request' | 'handshake' | 'hello'): Promise<string> {
  const lines = new WebSocketServer({ noServer: true });
  server = createServer((request, response) => {
    if (frozenAt !== 'request' && request.url === '/api/me') response.end(JSON.stringify({ person: { id: 'me' } }));
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('upgrade', (request, socket, head) => {
    if (frozenAt !== 'hello') return;
    lines.handleUpgrade(request, socket, head, (line) => {
      sockets.add(line);
      // From here on it reads nothing, so that a close is never answered.
      line.pause();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return `http://127.0.0.1:${port}`;
}

test.each([
  ['request', 200],
  ['handshake', 0],
  ['handshake', 400],
  ['hello', 400],
] as const)(
  'S38: a program that stops the SDK can exit, whatever the server leaves hanging (%s, after %d ms)',
  async (frozenAt, stopAfterMs) => {
    const child = spawn(process.execPath, [program, await aServer(frozenAt), String(stopAfterMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    const stoppedAt = performance.now();
    const killer = setTimeout(() => child.kill('SIGKILL'), 8_000);
    expect(await exited).toEqual([0, null]);
    clearTimeout(killer);
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
  },
);
