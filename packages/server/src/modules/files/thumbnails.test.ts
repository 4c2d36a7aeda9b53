import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anInvoice, hugePng, makeOfd, makePdf } from '@countinghouse/invoice-maker';
import {
  conversations,
  type FileId,
  fileRefOf,
  type MessagePosted,
  thumbnailMediaTypes,
} from '@countinghouse/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';

let host: TestServer;
let owner: Awaited<ReturnType<TestServer['aUser']>>;
let stranger: Awaited<ReturnType<TestServer['aUser']>>;

beforeAll(async () => {
  host = await startTestServer();
  owner = await host.aUser({ login: 'owner', roles: ['staff'] });
  stranger = await host.aUser({ login: 'stranger', roles: ['staff', 'finance'] });
});
afterAll(() => host.close());

const keep = (name: string, bytes: Uint8Array) => host.server.files.keepBytes({ ownerId: owner.userId, name, bytes });

const get = (
  path: string,
  { token = owner.token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
) => fetch(`${host.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });

const thumbnail = (fileId: FileId, size: string, more: Parameters<typeof get>[1] = {}) =>
  get(`/api/files/${fileId}/thumbnail?size=${size}`, more);

async function sizeOf(response: Response): Promise<[number, number]> {
  expect(
    response.status,
    await response
      .clone()
      .text()
      .then((text) => text.slice(0, 200)),
  ).toBe(200);
  const { width, height, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  expect(format).toBe('webp');
  return [width, height];
}

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2f6f5e' } });

test('a photo keeps its place before it loads: its upright size is known when its message is posted', async () => {
  const sideways = await picture(800, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const file = await keep('照片.jpg', sideways);
  expect(fileRefOf(file)).toMatchObject({ mediaType: 'image/jpeg', image: { width: 400, height: 800 } });
  const room = await post<{ id: string }>(conversations.create.path, {
    clientId: randomUUID(),
    title: '群',
    memberIds: [],
  });
  const posted = await post<MessagePosted>(conversations.postMessage.path.replace(':conversationId', room.id), {
    clientId: randomUUID(),
    text: '',
    fileIds: [file.fileId],
  });
  expect(posted.content.files).toEqual([fileRefOf(file)]);
  const known = await get(`/api/files/${file.fileId}`);
  expect(await known.json()).toEqual(fileRefOf(file));
});

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(`${host.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer; // the caller names the endpoint's answer
}

test('thumbnails come in two sizes, upright, and without the place where the photo was taken', async () => {
  const photo = await picture(2000, 1000)
    .withExif({
      IFD0: { Orientation: '6', Make: 'SecretCamera' },
      IFD3: { GPSLatitude: '31/1 14/1 0/1', GPSLatitudeRef: 'N' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { fileId } = await keep('现场.jpg', photo);
  expect(await sizeOf(await thumbnail(fileId, 'small'))).toEqual([180, 360]);
  expect(await sizeOf(await thumbnail(fileId, 'large'))).toEqual([720, 1440]);
  const bytes = Buffer.from(await (await thumbnail(fileId, 'large')).arrayBuffer());
  const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
  expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined]);
  expect(bytes.includes('SecretCamera')).toBe(false);
});

test('a small picture is not enlarged', async () => {
  const { fileId } = await keep('图标.png', await picture(60, 30).png().toBuffer());
  expect(await sizeOf(await thumbnail(fileId, 'large'))).toEqual([60, 30]);
});

test('all kinds of pictures and the first page of PDF and OFD are drawn', async () => {
  const facts = anInvoice({ seed: 'thumbnails' });
  const kinds: [string, string, Uint8Array][] = [
    ['a.webp', 'image/webp', await picture(80, 40).webp().toBuffer()],
    ['a.gif', 'image/gif', await picture(80, 40).gif().toBuffer()],
    ['a.tiff', 'image/tiff', await picture(80, 40).tiff().toBuffer()],
    ['a.avif', 'image/avif', await picture(80, 40).avif({ effort: 0 }).toBuffer()],
    ['a.bmp', 'image/bmp', aBitmap(80, 40)],
    ['发票.pdf', 'application/pdf', await makePdf(facts)],
    ['发票.ofd', 'application/ofd', await makeOfd(facts)],
  ];
  for (const [name, mediaType, bytes] of kinds) {
    expect(thumbnailMediaTypes).toContain(mediaType);
    const file = await keep(name, bytes);
    expect(file.mediaType).toBe(mediaType);
    if (mediaType.startsWith('image/')) expect(file.image, name).toEqual({ width: 80, height: 40 });
    const [width, height] = await sizeOf(await thumbnail(file.fileId, 'small'));
    expect(width, name).toBeGreaterThan(height);
    if (!mediaType.startsWith('image/')) expect(width, name).toBe(360);
  }
}, 60_000);

/** Of Windows, 24 bits. */
function aBitmap(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(54 + width * height * 3, 0x80);
  bytes.fill(0, 0, 54);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

test('a thumbnail is as secret as its file, locked in, and asked for again before it is shown again', async () => {
  const { fileId } = await keep('私.png', await picture(50, 50).png().toBuffer());
  const first = await thumbnail(fileId, 'small');
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-security-policy': expect.stringContaining('sandbox'),
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
  });
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  expect((await thumbnail(fileId, 'small', { headers })).status).toBe(304);
  for (const path of [`/thumbnail?size=small`, `/thumbnail?size=large`, '/preview', '/content']) {
    expect((await get(`/api/files/${fileId}${path}`, { token: stranger.token, headers })).status).toBe(404);
    expect((await get(`/api/files/${fileId}${path}`, { token: 'nobody', headers })).status).toBe(401);
  }
});

test('what is drawn lies on disk encrypted', async () => {
  const { fileId } = await keep('密.png', await picture(300, 200).png().toBuffer());
  await sizeOf(await thumbnail(fileId, 'small'));
  const root = join(host.server.platform.config.dataDir, 'blobs');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name)).includes('WEBP')).toBe(false);
});

test('what cannot be drawn is refused with the reason', async () => {
  const reasonOf = async (name: string, bytes: Uint8Array, path = 'thumbnail?size=small') => {
    const { fileId } = await keep(name, bytes);
    const response = await get(`/api/files/${fileId}/${path}`);
    expect(response.status).toBe(422);
    return ((await response.json()) as { params: { reason: string } }).params.reason; // the form of every refusal
  };
  const png = await picture(500, 500).png().toBuffer();
  expect(await reasonOf('a.txt', Buffer.from('text'))).toBe('type');
  expect(await reasonOf('a.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('type');
  expect(await reasonOf('a.png', png, 'preview')).toBe('type');
  expect(await reasonOf('a.png', Buffer.concat([png.subarray(0, 60), Buffer.alloc(50)]))).toBe('damaged');
  expect(await reasonOf('a.pdf', Buffer.from('%PDF-1.7\nnothing'))).toBe('damaged');
  const { fileId } = await keep('b.png', png);
  expect((await thumbnail(fileId, 'huge')).status).toBe(400);
});

test('while bombs are drawn or refused, the thumbnails of others go on', async () => {
  const kept = await Promise.all([10_000, 12_000].map((sidePx) => keep(`${sidePx}.png`, hugePng(sidePx))));
  const waiting = Promise.all(kept.map(({ fileId }) => thumbnail(fileId, 'small')));
  const { fileId } = await keep('急.png', await picture(400, 300).png().toBuffer());
  expect(await sizeOf(await thumbnail(fileId, 'small'))).toEqual([360, 270]);
  // 100 megapixels are drawn, 144 are refused.
  expect((await waiting).map((response) => response.status)).toEqual([200, 422]);
}, 60_000);
