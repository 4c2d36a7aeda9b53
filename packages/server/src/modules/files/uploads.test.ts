import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';

/** Two processes of one installation; the second never waits until an upload is put away. */
let host: TestServer;
let hasty: TestServer;
let owner: { token: string };
let freeBytes = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  host = await startTestServer({ server: { uploads: { freeBytes: async () => freeBytes } } });
  hasty = await startTestServer({ beside: host, server: { uploads: { finishWaitMsMax: 0 } } });
  owner = await host.aUser({ login: 'owner', roles: ['staff'] });
});
afterAll(async () => {
  await hasty.close();
  await host.close();
});

const headers = () => ({ authorization: `Bearer ${owner.token}`, 'tus-resumable': '1.0.0' });

const create = (sizeBytes: number, more: Record<string, string> = {}) =>
  fetch(`${host.baseUrl}/api/uploads`, {
    method: 'POST',
    headers: {
      ...headers(),
      'upload-length': String(sizeBytes),
      'upload-metadata': `filename ${Buffer.from('大文件.bin').toString('base64')}`,
      ...more,
    },
  });

async function idOf(created: Response): Promise<string> {
  expect(created.status).toBe(201);
  return created.headers.get('location')?.split('/').at(-1) ?? '';
}

const append = (at: TestServer, uploadId: string, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
  fetch(`${at.baseUrl}/api/uploads/${uploadId}`, {
    method: 'PATCH',
    headers: { ...headers(), 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: bytes,
  });

const ask = (at: TestServer, uploadId: string) =>
  fetch(`${at.baseUrl}/api/uploads/${uploadId}`, { method: 'HEAD', headers: headers() });

async function contentOf(fileId: string): Promise<Buffer> {
  const response = await fetch(`${host.baseUrl}/api/files/${fileId}/content`, { headers: headers() });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const partsOf = (uploadId: string): string[] =>
  readdirSync(join(host.place.dataDir, 'uploads')).filter((name) => name.startsWith(uploadId));

test('a file for which the disk has no room is refused by name before a byte is sent', async () => {
  freeBytes = 1_000_000_000;
  const refused = await create(500_000_000);
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({ refusal: 'storage_full' });
  freeBytes = Number.POSITIVE_INFINITY;
  await idOf(await create(500_000_000));
});

test('a disk that becomes full on the way is named, and the upload can go on later', async () => {
  const bytes = new Uint8Array(randomBytes(200_000));
  const uploadId = await idOf(await create(bytes.length));
  const part = join(host.place.dataDir, 'uploads', uploadId);
  unlinkSync(part);
  symlinkSync('/dev/full', part);
  const refused = await append(host, uploadId, 0, bytes);
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({ refusal: 'storage_full' });
});

test('an upload that takes long to be put away tells clients to ask again until it is a file, and is put away once', async () => {
  const bytes = new Uint8Array(randomBytes(3_000_000));
  const uploadId = await idOf(await create(bytes.length));
  const last = await append(hasty, uploadId, 0, bytes);
  expect(last.status).toBe(423);
  expect(await last.json()).toMatchObject({ refusal: 'server_busy' });
  const statuses = new Set((await Promise.all([1, 2, 3].map(() => ask(hasty, uploadId)))).map(({ status }) => status));
  for (const status of statuses) expect([200, 423]).toContain(status);
  const done = await ask(host, uploadId);
  expect([done.status, done.headers.get('upload-offset')]).toEqual([200, '3000000']);
  expect((await contentOf(uploadId)).equals(bytes)).toBe(true);
  const [row] = await host.server.platform.database.query<{ count: number }>(
    `select count(*)::int as count from audit_entries where object_id = $1 and body like '%file.kept%'`,
    [uploadId],
  );
  expect(row?.count).toBe(1);
  await expect.poll(() => partsOf(uploadId), { timeout: 5000 }).toEqual([]);
});

test('pieces that reach different processes, with one broken off and sent again, make the same file', async () => {
  const bytes = new Uint8Array(randomBytes(400_000));
  const uploadId = await idOf(await create(bytes.length));
  expect((await append(host, uploadId, 0, bytes.subarray(0, 100_001))).status).toBe(204);
  expect((await append(hasty, uploadId, 100_001, bytes.subarray(100_001, 250_000))).status).toBe(204);
  // A piece for another place than the server is at changes nothing.
  expect((await append(host, uploadId, 100_001, bytes.subarray(100_001, 250_000))).status).toBe(409);
  expect((await append(host, uploadId, 250_000, bytes.subarray(250_000))).status).toBe(204);
  const kept = await contentOf(uploadId);
  expect(createHash('sha256').update(kept).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(partsOf(uploadId)).toEqual([]);
});

test('pages of other origins are told nothing', async () => {
  const created = await create(10, { origin: 'https://evil.example' });
  expect(created.headers.get('access-control-allow-origin')).toBe(null);
});
