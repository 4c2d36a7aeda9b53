import { anInvoice, makePdf } from '@countinghouse/invoice-maker';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import { anMp4, anOpus, aWave, aWebm } from './testing/media-files.ts';

let host: TestServer;
let owner: Awaited<ReturnType<TestServer['aUser']>>;

beforeAll(async () => {
  host = await startTestServer();
  owner = await host.aUser({ login: 'owner', roles: ['staff'] });
});
afterAll(() => host.close());

async function open(name: string, bytes: Uint8Array, headers: Record<string, string> = {}) {
  const { fileId, mediaType } = await host.server.files.keepBytes({ ownerId: owner.userId, name, bytes });
  const response = await fetch(`${host.baseUrl}/api/files/${fileId}/content?inline=1`, {
    headers: { authorization: `Bearer ${owner.token}`, ...headers },
  });
  const header = (wanted: string) => response.headers.get(wanted) ?? '';
  return {
    ...{ mediaType, response, type: header('content-type'), policy: header('content-security-policy') },
    disposition: header('content-disposition').split(';')[0],
    sniffing: header('x-content-type-options'),
  };
}

const html = '<!doctype html><html><script>fetch("/api/session")</script></html>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
const text = (content: string) => new TextEncoder().encode(content);
const screen = { width: 640, height: 360 };

test.each([
  ['video.mp4', anMp4({ durationMs: 100, video: screen }), 'video/mp4'],
  ['screen.webm', aWebm({ video: screen }), 'video/webm'],
  ['voice.webm', aWebm({ hasAudio: true }), 'audio/webm'],
  ['voice.m4a', anMp4({ durationMs: 100, hasAudio: true }), 'audio/mp4'],
  ['voice.ogg', anOpus(100), 'audio/ogg'],
  ['voice.wav', aWave(100), 'audio/wav'],
])('%s plays where it is shown, and any part of it can be asked for', async (name, bytes, type) => {
  const whole = await open(name, bytes);
  expect([whole.type, whole.disposition, whole.sniffing]).toEqual([type, 'inline', 'nosniff']);
  expect(whole.policy).toContain('sandbox');
  const { response } = await open(name, bytes, { range: 'bytes=100-' });
  expect([response.status, response.headers.get('accept-ranges')]).toEqual([206, 'bytes']);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(100))).toBe(true);
  const { response: tail } = await open(name, bytes, { range: 'bytes=-7' });
  expect(tail.headers.get('content-range')).toBe(`bytes ${bytes.length - 7}-${bytes.length - 1}/${bytes.length}`);
});

test.each([
  ['HTML named PNG', 'a.png', text(html), 'text/plain'],
  ['HTML with a mark of byte order', 'a.jpg', text(`\uFEFF${html}`), 'text/plain'],
  ['XHTML', 'a.xhtml', text(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>`), 'application/xml'],
  ['SVG', 'a.svg', text(svg), 'application/xml'],
  ['SVG named PNG', 'a.png', text(svg), 'application/xml'],
  ['a script named MP3', 'a.mp3', text('alert(1)'), 'text/plain'],
  ['HTML before a PDF', 'a.pdf', text(`${html}\n%PDF-1.7\n`), 'text/plain'],
  ['an archive', 'a.png', zipSync({ 'index.html': text(html) }), 'application/zip'],
  ['a web page saved whole', 'a.mhtml', text('MIME-Version: 1.0\nContent-Type: multipart/related'), 'text/plain'],
])('%s is only ever downloaded', async (_what, name, bytes, mediaType) => {
  const opened = await open(name, bytes);
  expect(opened.mediaType).toBe(mediaType);
  expect([opened.type, opened.disposition, opened.sniffing]).toEqual([
    'application/octet-stream',
    'attachment',
    'nosniff',
  ]);
  expect(opened.policy).toContain("default-src 'none'");
  expect(opened.policy).toContain('sandbox');
});

test('what is two things at once is shown as the harmless one, locked in', async () => {
  const gif = Buffer.concat([
    await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .gif()
      .toBuffer(),
    text(`*/=1;alert(1)//${html}`),
  ]);
  const pdf = Buffer.concat([await makePdf(anInvoice({ seed: 'polyglot' })), text(html)]);
  for (const [name, bytes, type] of [
    ['a.html', gif, 'image/gif'],
    ['a.html', pdf, 'application/pdf'],
  ] as const) {
    const opened = await open(name, bytes);
    expect([opened.type, opened.disposition, opened.sniffing]).toEqual([type, 'inline', 'nosniff']);
    expect(opened.policy).toContain("default-src 'none'");
    expect(opened.policy).toContain('sandbox');
    expect(opened.policy).not.toContain('allow-scripts');
  }
});

test('a file that a browser has already is not sent again', async () => {
  const first = await open('a.wav', aWave(50));
  const again = await open('a.wav', aWave(50), { 'if-none-match': `"other", ${first.response.headers.get('etag')}` });
  expect([again.response.status, (await again.response.text()).length]).toEqual([304, 0]);
});

const office = 'application/vnd.openxmlformats-officedocument';

test.each([
  ['docx', 'word/document.xml', `${office}.wordprocessingml.document`],
  ['xlsx', 'xl/workbook.xml', `${office}.spreadsheetml.sheet`],
  ['pptx', 'ppt/presentation.xml', `${office}.presentationml.presentation`],
  ['ofd', 'OFD.xml', 'application/ofd'],
])('a package is known as %s by what is in it, wherever that stands', async (_ending, entry, mediaType) => {
  const filler = new Uint8Array(40_000).map((_, index) => (index * 2_654_435_761) >>> 13);
  const packed = zipSync({ 'media/a.bin': filler, [entry]: text('<x/>'), 'media/b.bin': filler }, { level: 0 });
  expect((await open('whatever.zip', packed)).mediaType).toBe(mediaType);
});

test.each([
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
])('an old Office file is known by its stream %s', async (stream, mediaType) => {
  const bytes = Buffer.alloc(60_000);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(99, 48);
  bytes.write(stream, 100 * 512, 'utf16le');
  expect((await open('whatever.bin', bytes)).mediaType).toBe(mediaType);
});
