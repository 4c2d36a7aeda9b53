import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSizeBytesMax } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';

let host: TestServer;
let owner: { token: string };
let stranger: { token: string };

beforeAll(async () => {
  host = await startTestServer();
  owner = await host.aUser({ login: 'owner', roles: ['staff'] });
  stranger = await host.aUser({ login: 'stranger', roles: ['staff', 'finance'] });
});
afterAll(() => host.close());

const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' });

function create(input: { token: string; sizeBytes: number; name: string }): Promise<Response> {
  return fetch(`${host.baseUrl}/api/uploads`, {
    method: 'POST',
    headers: {
      ...headersOf(input.token),
      'upload-length': String(input.sizeBytes),
      'upload-metadata': `filename ${Buffer.from(input.name).toString('base64')}`,
    },
  });
}

const append = (url: string, input: { token: string; offset: number; bytes: Uint8Array<ArrayBuffer> }) =>
  fetch(url, {
    method: 'PATCH',
    headers: {
      ...headersOf(input.token),
      'upload-offset': String(input.offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: input.bytes,
  });

async function upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const created = await create({ token: owner.token, sizeBytes: bytes.length, name });
  expect(created.status).toBe(201);
  const url = new URL(created.headers.get('location') ?? '', host.baseUrl).href;
  const half = Math.floor(bytes.length / 2) + 5;
  expect((await append(url, { token: owner.token, offset: 0, bytes: bytes.subarray(0, half) })).status).toBe(204);
  expect((await append(url, { token: owner.token, offset: half, bytes: bytes.subarray(half) })).status).toBe(204);
  return url.split('/').at(-1) ?? '';
}

const content = (fileId: string, token: string, headers: Record<string, string> = {}) =>
  fetch(`${host.baseUrl}/api/files/${fileId}/content`, { headers: { authorization: `Bearer ${token}`, ...headers } });

test('an upload in parts comes back byte for byte, whole and in ranges', async () => {
  const bytes = new Uint8Array(randomBytes(300_000));
  const fileId = await upload('存货 盘点表.bin', bytes);
  const whole = Buffer.from(await (await content(fileId, owner.token)).arrayBuffer());
  expect(whole.equals(bytes)).toBe(true);
  const part = await content(fileId, owner.token, { range: 'bytes=70000-200000' });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(70_000, 200_001))).toBe(true);
});

test('an interrupted upload tells where it stopped, and the finished one that it is finished', async () => {
  const bytes = new Uint8Array(randomBytes(50_000));
  const created = await create({ token: owner.token, sizeBytes: bytes.length, name: 'a.bin' });
  const url = new URL(created.headers.get('location') ?? '', host.baseUrl).href;
  await append(url, { token: owner.token, offset: 0, bytes: bytes.subarray(0, 20_001) });
  const head = await fetch(url, { method: 'HEAD', headers: headersOf(owner.token) });
  expect(head.headers.get('upload-offset')).toBe('20001');
  await append(url, { token: owner.token, offset: 20_001, bytes: bytes.subarray(20_001) });
  const finished = await fetch(url, { method: 'HEAD', headers: headersOf(owner.token) });
  expect(finished.headers.get('upload-offset')).toBe('50000');
});

test('what lies on disk holds nothing readable, neither under way nor finished', async () => {
  const secret = '机密客户资料-4711 '.repeat(2000);
  const bytes = new TextEncoder().encode(secret);
  const created = await create({ token: owner.token, sizeBytes: bytes.length, name: 'secret.txt' });
  const url = new URL(created.headers.get('location') ?? '', host.baseUrl).href;
  await append(url, { token: owner.token, offset: 0, bytes: bytes.subarray(0, 9000) });
  await upload('secret2.txt', bytes);
  const root = host.server.platform.config.dataDir;
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(2);
  // A finished upload is swept away behind its answer, so a file listed may be gone by now.
  const contents = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name)).catch(() => undefined)),
  );
  const kept = contents.filter((bytes) => bytes !== undefined);
  expect(kept.length).toBeGreaterThan(2);
  for (const bytes of kept) expect(bytes.includes('4711')).toBe(false);
});

test('equal content is kept once', async () => {
  const bytes = new Uint8Array(randomBytes(1000));
  const ids = [await upload('a.bin', bytes), await upload('b.bin', bytes)];
  const digest = createHash('sha256').update(bytes).digest('hex');
  const root = join(host.server.platform.config.dataDir, 'blobs');
  expect(
    readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes(`/${digest}.`)),
  ).toHaveLength(1);
  for (const id of ids) expect((await content(id, owner.token)).status).toBe(200);
});

test('strangers, finance included, neither read nor continue nor delete another person’s upload', async () => {
  const fileId = await upload('mine.bin', new Uint8Array(randomBytes(100)));
  expect((await content(fileId, stranger.token)).status).toBe(404);
  expect(
    (await fetch(`${host.baseUrl}/api/files/${fileId}`, { headers: { authorization: `Bearer ${stranger.token}` } }))
      .status,
  ).toBe(404);
  const created = await create({ token: owner.token, sizeBytes: 10, name: 'open.bin' });
  const url = new URL(created.headers.get('location') ?? '', host.baseUrl).href;
  expect((await append(url, { token: stranger.token, offset: 0, bytes: new Uint8Array(10) })).status).toBe(404);
  expect((await fetch(url, { method: 'DELETE', headers: headersOf(stranger.token) })).status).toBe(404);
  expect((await fetch(url, { method: 'HEAD', headers: headersOf(stranger.token) })).status).toBe(404);
});

test('a file over the limit is refused before a byte is sent', async () => {
  expect((await create({ token: owner.token, sizeBytes: fileSizeBytesMax + 1, name: 'big.bin' })).status).toBe(413);
});

test('the type comes from the bytes, and nothing but known harmless types is shown inline', async () => {
  const html = new TextEncoder().encode('<html><script>alert(1)</script></html>');
  const fileId = await upload('invoice.pdf', html);
  const known = await fetch(`${host.baseUrl}/api/files/${fileId}`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(await known.json()).toMatchObject({ name: 'invoice.pdf', mediaType: 'text/plain' });
  const answer = await fetch(`${host.baseUrl}/api/files/${fileId}/content?inline=1`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
});

test('a TIFF is one although its directory stands at its end, and is not shown inline', async () => {
  const tiff = new Uint8Array(40_000);
  tiff.set([0x49, 0x49, 0x2a, 0x00, 0x38, 0x9c, 0x00, 0x00]);
  const fileId = await upload('scan.tiff', tiff);
  const authorization = { authorization: `Bearer ${owner.token}` };
  const known = await fetch(`${host.baseUrl}/api/files/${fileId}`, { headers: authorization });
  expect(await known.json()).toMatchObject({ mediaType: 'image/tiff' });
  const answer = await fetch(`${host.baseUrl}/api/files/${fileId}/content?inline=1`, { headers: authorization });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('names lose folders and invisible characters', async () => {
  const fileId = await upload('../../etc/\u202Epas\u0000swd.txt', new TextEncoder().encode('x y z '.repeat(9)));
  const known = await fetch(`${host.baseUrl}/api/files/${fileId}`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(await known.json()).toMatchObject({ name: 'passwd.txt' });
});

test('an empty file is kept like any other, in one request', async () => {
  const created = await create({ token: owner.token, sizeBytes: 0, name: 'empty.pdf' });
  expect(created.status).toBe(201);
  const fileId = created.headers.get('location')?.split('/').at(-1) ?? '';
  const known = await fetch(`${host.baseUrl}/api/files/${fileId}`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(await known.json()).toMatchObject({ name: 'empty.pdf', sizeBytes: 0 });
  expect((await (await content(fileId, owner.token)).arrayBuffer()).byteLength).toBe(0);
});
