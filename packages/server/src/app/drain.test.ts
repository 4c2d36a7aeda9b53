import { once } from 'node:events';
import { request as ask } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerDrain } from './drain.ts';

let http: FastifyInstance;
let drain: (withinMs: number) => Promise<void>;
let begun: PromiseWithResolvers<void>;
let finish: PromiseWithResolvers<void>;
let port: number;

beforeEach(async () => {
  begun = Promise.withResolvers();
  finish = Promise.withResolvers();
  http = fastify({ forceCloseConnections: true });
  drain = registerDrain(http);
  http.get('/slow', async () => {
    begun.resolve();
    await finish.promise;
    return 'answered';
  });
  http.get('/quick', async () => 'quick');
  await http.listen({ port: 0, host: '127.0.0.1' });
  port = (http.server.address() as AddressInfo).port; // it listens on a port
});
afterEach(async () => {
  await http.close();
});

const get = (path: string) =>
  new Promise<{ text: string }>((resolve, reject) => {
    ask({ port, host: '127.0.0.1', path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve({ text }));
    })
      .once('error', reject)
      .end();
  });

test('a request under way is answered before the server goes, and nobody new is taken', async () => {
  const answer = get('/slow');
  await begun.promise;
  let isDrained = false;
  const drained = drain(10_000).then(() => {
    isDrained = true;
  });
  await expect(get('/quick')).rejects.toThrow('ECONNREFUSED');
  expect(isDrained).toBe(false);
  finish.resolve();
  expect((await answer).text).toBe('answered');
  await drained;
});

test('a client that goes on using its connection is asked to come back on another one', async () => {
  const slow = get('/slow');
  await begun.promise;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // Half a request keeps the connection from being idle when the server begins to go.
  socket.write('GET /quick HTTP/1.1\r\nhost: here\r\n');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const drained = drain(10_000);
  socket.write('\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer).toLowerCase()).toContain('connection: close');
  finish.resolve();
  await Promise.all([slow, drained]);
  socket.destroy();
});

test('a request that takes too long does not hold the server for ever', async () => {
  const answer = get('/slow').catch((error: Error) => error.message);
  await begun.promise;
  await drain(50);
  await http.close();
  expect(await answer).toBe('socket hang up');
  finish.resolve();
});
