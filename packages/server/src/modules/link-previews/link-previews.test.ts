import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';

let host: TestServer;
let web: Server;
let port: number;
let staff: { token: string };
let guest: { token: string };
/** What the site answers, by path. */
let answer: RequestListener;
let asked: { url: string; headers: Record<string, unknown> }[] = [];
/** What each next question for a name is answered with. */
let addresses: string[][] = [];
let questions: string[] = [];

const openWeb = '127.0.0.1';

beforeAll(async () => {
  web = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    answer(request, response);
  }).listen(0, openWeb);
  await new Promise((resolve) => web.once('listening', resolve));
  port = (web.address() as AddressInfo).port; // a server on a port has such an address
  host = await startTestServer({
    server: {
      linkPreviews: {
        timeMsMax: 500,
        // One address of the loopback stands in for the open web; all others are inside, as they are in truth.
        mayConnect: (address, at) => address === openWeb && at === port,
        resolve: async (hostname) => {
          questions.push(hostname);
          const next = addresses.length > 1 ? addresses.shift() : addresses[0];
          return (next ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        },
      },
    },
  });
  staff = await host.aUser({ login: 'staff', roles: ['staff'] });
  guest = await host.aUser({ login: 'guest', roles: ['guest'], kind: 'guest' });
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await host.close();
});

beforeEach(() => {
  asked = [];
  questions = [];
  addresses = [[openWeb]];
  answer = (_request, response) =>
    response.setHeader('content-type', 'text/html; charset=utf-8').end('<title>关于发票的公告</title>');
});

let count = 0;
/** A new one each time, so that nothing is answered from memory. */
const site = (path = '') => `http://site-${count++}.example:${port}/${path}`;

async function preview(url: string, token = staff.token) {
  const response = await fetch(`${host.baseUrl}/api/link-previews`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }; // answers are objects
}

test('a link shows what its page says, fetched without cookies and without saying who asks', async () => {
  const url = site('notice?id=7#part');
  const { status, body } = await preview(url);
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ url, host: new URL(url).host, title: '关于发票的公告', description: '', siteName: '' },
    picture: null,
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.url).toBe('/notice?id=7');
  expect(asked[0]?.headers['user-agent']).toBe('Countinghouse-LinkPreview/1.0');
  for (const name of ['cookie', 'referer', 'authorization', 'x-forwarded-for'])
    expect(asked[0]?.headers[name]).toBe(undefined);
});

test('readers are answered from memory: the site is asked once', async () => {
  const url = site();
  const [first, second] = await Promise.all([preview(url), preview(url)]);
  expect((await preview(url)).body).toEqual(first.body);
  expect(second.body).toEqual(first.body);
  expect(asked).toHaveLength(1);
});

test('guests and people who are signed out make the server fetch nothing', async () => {
  expect((await preview(site(), guest.token)).body).toMatchObject({ refusal: 'right_missing' });
  expect((await preview(site(), 'nobody')).status).toBe(401);
  expect(asked).toEqual([]);
});

test('a name that leads inside is refused, also where only one of its addresses does', async () => {
  for (const inside of [['127.0.0.2'], ['10.0.0.1'], ['::1'], [openWeb, '169.254.169.254'], ['::ffff:127.0.0.1']]) {
    addresses = [inside];
    expect((await preview(site())).body, inside.join()).toMatchObject({ refusal: 'link_address_refused' });
  }
  expect(asked).toEqual([]);
});

test('a name that changes its mind gains nothing: it is asked once, and that address is connected to', async () => {
  addresses = [[openWeb], ['127.0.0.2']];
  expect((await preview(site())).status).toBe(200);
  expect(questions).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

test('a redirect is followed and checked like a link: inside addresses, ports, names and protocols', async () => {
  answer = (request, response) =>
    request.url === '/start'
      ? response.writeHead(302, { location: '/end' }).end()
      : response.setHeader('content-type', 'text/html').end('<title>end</title>');
  expect((await preview(site('start'))).body).toMatchObject({ title: 'end' });
  for (const location of [
    'http://127.0.0.2/',
    `http://[::1]:${port}/`,
    `http://${openWeb}:${port + 1}/`,
    'file:///etc/passwd',
  ]) {
    answer = (_request, response) => response.writeHead(301, { location }).end();
    expect((await preview(site())).body, location).toMatchObject({ refusal: 'link_address_refused' });
  }
  // The name of the second hop leads inside.
  answer = (_request, response) => response.writeHead(307, { location: `http://second.example:${port}/` }).end();
  addresses = [[openWeb], ['192.168.0.1']];
  expect((await preview(site())).body).toMatchObject({ refusal: 'link_address_refused' });
});

test('redirects without end are given up after three', async () => {
  answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
  expect((await preview(site())).body).toMatchObject({ refusal: 'link_preview_unavailable' });
  expect(asked).toHaveLength(4);
});

test('what is no page, has no title, or fails, has no preview', async () => {
  const answers: RequestListener[] = [
    (_request, response) => response.setHeader('content-type', 'image/png').end('<title>x</title>'),
    (_request, response) => response.setHeader('content-type', 'text/html').end('<p>nothing</p>'),
    (_request, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<title>x</title>'),
    (request) => request.socket.destroy(),
  ];
  for (const each of answers) {
    answer = each;
    expect((await preview(site())).body).toMatchObject({ refusal: 'link_preview_unavailable' });
  }
  addresses = [[]];
  expect((await preview(site())).body).toMatchObject({ refusal: 'link_preview_unavailable' });
});

test('a site that never ends an answer is read for its head only, and one that drips is given up in time', async () => {
  answer = (_request, response) => {
    response.setHeader('content-type', 'text/html').write('<title>head</title><body>');
    const more = () => response.write('x'.repeat(64 * 1024), (error) => (error ? undefined : more()));
    more();
  };
  expect((await preview(site())).body).toMatchObject({ title: 'head' });
  answer = (_request, response) => {
    response.setHeader('content-type', 'text/html').flushHeaders();
  };
  const startedAt = performance.now();
  expect((await preview(site())).body).toMatchObject({ refusal: 'link_preview_unavailable' });
  expect(performance.now() - startedAt).toBeLessThan(3000);
});

test('a compressed page is read, and a bomb is cut off', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('<title>packed</title>'), Buffer.alloc(20 * 1024 * 1024, ' ')]));
  answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb);
  expect((await preview(site())).body).toMatchObject({ title: 'packed' });
});

/** A page that names this address as its picture, which the site answers so. */
const withPicture =
  (address: string, picture: RequestListener): RequestListener =>
  (request, response) =>
    request.url?.startsWith('/page')
      ? response
          .setHeader('content-type', 'text/html')
          .end(`<meta property="og:image" content="${address}"><title>有图</title>`)
      : picture(request, response);

test('the picture of a page is drawn anew: small, with nothing of the original, fetched like the page', async () => {
  const original = await sharp({ create: { width: 1200, height: 630, channels: 3, background: '#2f6f5e' } })
    .withExif({ IFD0: { Copyright: 'TRACKING-MARK' } })
    .jpeg()
    .toBuffer();
  expect(original.includes('TRACKING-MARK')).toBe(true);
  answer = withPicture('../cover.jpg?x=1', (_request, response) =>
    response
      .setHeader('content-type', 'image/jpeg')
      .end(Buffer.concat([original, Buffer.from('<script>BEHIND</script>')])),
  );
  const { body } = await preview(site('page/one'));
  expect(body).toMatchObject({ title: '有图', picture: { width: 240, height: 126 } });
  const { webp } = body.picture as { webp: string }; // looked at above
  const drawn = Buffer.from(webp, 'base64');
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'webp', width: 240, height: 126 });
  for (const mark of ['TRACKING-MARK', 'BEHIND', 'Exif']) expect(drawn.includes(mark)).toBe(false);
  expect(asked.map(({ url }) => url)).toEqual(['/page/one', '/cover.jpg?x=1']);
  for (const name of ['cookie', 'referer', 'authorization']) expect(asked[1]?.headers[name]).toBe(undefined);
});

test('a picture that leads inside, is none, is too large or is hostile is left out, and the page is shown without it', async () => {
  const pixel = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const bomb = Buffer.from(pixel);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  const send =
    (type: string, bytes: Buffer | string): RequestListener =>
    (_request, response) =>
      response.setHeader('content-type', type).end(bytes);
  const untouched: RequestListener = (_request, response) => response.end();
  const person = await host.aUser({ login: 'reader-of-many', roles: ['staff'] });
  const cases: [string, RequestListener][] = [
    ['http://127.0.0.2/cover.png', untouched],
    [`http://${openWeb}:${port + 1}/cover.png`, untouched],
    ['http://169.254.169.254/latest/meta-data', untouched],
    ['file:///etc/passwd', untouched],
    ['data:image/png;base64,AAAA', untouched],
    [
      '/cover.svg',
      send('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    ],
    ['/svg-as.png', send('image/png', '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>')],
    ['/pixel.png', send('image/png', pixel)],
    ['/bomb.png', send('image/png', bomb)],
    ['/broken.png', send('image/png', pixel.subarray(0, 40))],
    ['/large.png', send('image/png', Buffer.alloc(4 * 1024 * 1024 + 1))],
    ['/page.png', send('text/html', '<title>x</title>')],
    ['/moved.png', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end()],
    ['/drips.png', (_request, response) => response.setHeader('content-type', 'image/png').flushHeaders()],
  ];
  for (const [address, picture] of cases) {
    answer = withPicture(address, picture);
    asked = [];
    const { body } = await preview(site('page'), person.token);
    expect(asked.length, address).toBe(picture === untouched ? 1 : 2);
    expect(body, address).toMatchObject({ title: '有图', picture: null });
  }
});

test('where an administrator switched previews off, nothing is fetched, and people are told', async () => {
  const { config } = host.server.platform;
  config.hasLinkPreviews = false;
  const { body } = await preview(site());
  config.hasLinkPreviews = true;
  expect(body).toMatchObject({ refusal: 'link_preview_unavailable', params: { reason: 'off' } });
  expect(asked).toEqual([]);
});

test('too many links in a minute are refused by name, those in memory are not', async () => {
  const person = await host.aUser({ login: 'collector', roles: ['staff'] });
  const known = site();
  const answers = await Promise.all(
    [known, ...Array.from({ length: 15 }, () => site())].map((url) => preview(url, person.token)),
  );
  answers.push(...(await Promise.all(Array.from({ length: 15 }, () => preview(site(), person.token)))));
  expect(answers.map(({ body }) => body.refusal ?? 'shown').filter((name) => name !== 'shown')).toEqual([
    'rate_exceeded',
  ]);
  expect((await preview(known, person.token)).status).toBe(200);
});
