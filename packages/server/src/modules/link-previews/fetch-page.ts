import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '@countinghouse/protocol';
import { InsideAddressError, outsideLookup, type Resolve } from '../../platform/outside/outside-address.ts';
import { checkLink, type LinkRules, portOf, refused } from './domain/check-link.ts';

export interface FetchParts {
  rules: LinkRules;
  /** In the place of the system's resolver, for tests. */
  resolve?: Resolve | undefined;
  /** For the whole way with all redirects. */
  timeMsMax: number;
}

export interface FetchedPage {
  /** That answered in the end. */
  url: URL;
  contentType: string;
  /** Cut at `bodyBytesMax`: what a page says of itself stands at its start. */
  bytes: Buffer;
}

const bodyBytesMax = 512 * 1024;
const redirectsMax = 3;
const userAgent = 'Countinghouse-LinkPreview/1.0';
const pageHeaders = {
  'user-agent': userAgent,
  accept: 'text/html,application/xhtml+xml',
  'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
};
const pictureHeaders = {
  'user-agent': userAgent,
  accept: 'image/webp,image/png,image/jpeg,image/gif',
  'accept-encoding': 'identity',
};
/** What pages name as their picture for sharing is a tenth of this. */
const pictureBytesMax = 4 * 1024 * 1024;

/**
 * Fetches an HTML page of the open web, without cookies and without a referrer. Each hop is checked anew: its address, and
 * every address that its name resolves to; the connection goes to those very addresses. Throws `link_address_refused`, or
 * `link_preview_unavailable`.
 */
export async function fetchPage(link: URL, parts: FetchParts): Promise<FetchedPage> {
  const { url, answer } = await follow(link, parts, pageHeaders);
  return { url, ...(await readAnswer(answer)) };
}

/**
 * Fetches the picture that a page names, in the same way. Its bytes are as hostile as any: they are for a drawing process
 * only. Throws as `fetchPage` does.
 */
export async function fetchPicture(link: URL, parts: FetchParts): Promise<Uint8Array> {
  const { answer } = await follow(link, parts, pictureHeaders);
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = answer.headers;
  const isPicture = /^\s*image\/(webp|png|jpe?g|gif)\b/i.test(type) && encoding.trim().toLowerCase() === 'identity';
  if (answer.statusCode !== 200 || !isPicture) {
    answer.destroy();
    throw unavailable('it is not a picture');
  }
  const { bytes, isCut } = await readUpTo(answer, answer, pictureBytesMax).catch(() => {
    throw unavailable('the answer breaks off');
  });
  if (isCut) throw unavailable('the picture is too large');
  return bytes;
}

async function follow(
  link: URL,
  parts: FetchParts,
  headers: Record<string, string>,
): Promise<{ url: URL; answer: IncomingMessage }> {
  const signal = AbortSignal.timeout(parts.timeMsMax);
  let url = link;
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const answer = await ask(url, parts, { signal, headers });
    const target = targetOf(answer);
    if (target === undefined) return { url, answer };
    answer.destroy();
    url = checkLink(target, parts.rules, url);
  }
  throw unavailable('it redirects too often');
}

export const unavailable = (reason: string): Refusal =>
  new Refusal('link_preview_unavailable', `no preview could be fetched: ${reason}`);

function targetOf({ statusCode = 0, headers: { location } }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? location : undefined;
}

function ask(
  url: URL,
  { rules, resolve: find }: FetchParts,
  { signal, headers }: { signal: AbortSignal; headers: Record<string, string> },
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const port = portOf(url);
  const lookup = outsideLookup({
    permit: (address) => rules.mayConnect(address, port),
    ...(find && { resolve: find }),
  });
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers, signal, agent: false, lookup });
    outgoing.once('response', resolve);
    // A second fault, while the first one is dealt with, has nothing to say.
    outgoing.on('error', (error) =>
      reject(
        error instanceof InsideAddressError ? refused('it leads inside') : unavailable('the host does not answer'),
      ),
    );
    outgoing.end();
  });
}

async function readAnswer(answer: IncomingMessage): Promise<{ contentType: string; bytes: Buffer }> {
  const contentType = answer.headers['content-type'] ?? '';
  if (answer.statusCode !== 200 || !/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(contentType)) {
    answer.destroy();
    throw unavailable('it is not a page');
  }
  const chunks: Buffer[] = [];
  try {
    await readUpTo(answer, unpacked(answer), bodyBytesMax, chunks);
  } catch {
    // What broke off may hold the head of the page all the same.
    if (chunks.length === 0) throw unavailable('the answer breaks off');
  }
  return { contentType, bytes: Buffer.concat(chunks).subarray(0, bodyBytesMax) };
}

/** Ends the answer where there is more. `chunks` holds what came, also where it breaks off. */
async function readUpTo(
  answer: IncomingMessage,
  body: AsyncIterable<unknown>,
  bytesMax: number,
  chunks: Buffer[] = [],
): Promise<{ bytes: Buffer; isCut: boolean }> {
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer); // streams of bytes without an encoding yield buffers
      sizeBytes += (chunk as Buffer).length; // see above
      if (sizeBytes > bytesMax) break;
    }
  } finally {
    answer.destroy();
  }
  return { bytes: Buffer.concat(chunks).subarray(0, bytesMax), isCut: sizeBytes > bytesMax };
}

/** Whoever does not keep to one encoding is not read. */
function unpacked(answer: IncomingMessage): AsyncIterable<unknown> {
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  switch (encoding) {
    case 'identity':
    case '':
      return answer;
    case 'gzip':
    case 'x-gzip':
      return through(answer, createGunzip());
    case 'deflate':
      return through(answer, createInflate());
    case 'br':
      return through(answer, createBrotliDecompress());
    default:
      answer.destroy();
      throw unavailable('its encoding is not known');
  }
}

function through(answer: IncomingMessage, unpacking: ReturnType<typeof createGunzip>): AsyncIterable<unknown> {
  answer.on('error', (error) => unpacking.destroy(error));
  return answer.pipe(unpacking);
}
