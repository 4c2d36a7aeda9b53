import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { endpoint } from '@countinghouse/protocol';
import { Type } from 'typebox';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { createHttp } from './create-http.ts';
import { serve } from './serve.ts';

const names = Array.from({ length: 2000 }, (_, at) => `第 ${at} 个会话`);
const list = endpoint({
  id: 'test.list',
  method: 'GET',
  path: '/api/list',
  summary: 'A list.',
  isPublic: true,
  query: Type.Object({ count: Type.Integer() }),
  response: Type.Object({ names: Type.Array(Type.String()) }),
});

async function askFor(count: number, encoding?: string) {
  const http = await createHttp({ log: createLogger('silent'), metrics: createMetrics() });
  onTestFinished(() => http.close());
  serve(http, list, async ({ query }) => ({ names: names.slice(0, query.count) }), { isList: true });
  const headers = encoding === undefined ? {} : { 'accept-encoding': encoding };
  return http.inject({ url: `/api/list?count=${count}`, headers });
}

test.each([
  ['gzip, deflate, br', 'gzip', gunzipSync],
  ['gzip, deflate, br, zstd', 'zstd', zstdDecompressSync],
] as const)('a long list goes out compressed to whoever takes that (%s)', async (taken, encoding, open) => {
  const answer = await askFor(names.length, taken);
  expect(answer.headers).toMatchObject({
    'content-encoding': encoding,
    'content-type': 'application/json; charset=utf-8',
    vary: 'accept-encoding',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(JSON.parse(open(answer.rawPayload).toString())).toEqual({ names });
  expect(answer.rawPayload.length).toBeLessThan(Buffer.byteLength(JSON.stringify({ names })) / 4);
});

test('a short list, and one for somebody who takes nothing compressed, goes out as it is', async () => {
  for (const answer of [await askFor(3, 'gzip'), await askFor(names.length)]) {
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.json().names.at(0)).toBe(names[0]);
  }
});

test('what comes in compressed is refused, whatever it would unpack to', async () => {
  const http = await createHttp({ log: createLogger('silent'), metrics: createMetrics() });
  onTestFinished(() => http.close());
  const posted = endpoint({
    id: 'test.post',
    method: 'POST',
    path: '/api/post',
    summary: 'A body.',
    isPublic: true,
    body: Type.Object({}),
  });
  serve(http, posted, async () => ({}));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = await http.inject({
    method: 'POST',
    url: '/api/post',
    headers,
    payload: Buffer.from([0x1f, 0x8b, 8]),
  });
  expect(answer.statusCode).toBe(400);
});
