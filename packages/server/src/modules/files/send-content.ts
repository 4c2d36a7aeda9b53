import { Readable } from 'node:stream';
import { inlineMediaTypes } from '@countinghouse/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ContentParts, readContent, type StoredContent } from './content.ts';

/** Whatever the bytes are, nothing in them runs in the product's origin. */
const lockedIn = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/** A page of nothing but a film plays it from the address of the page itself. */
const playing = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

export interface Sendable extends StoredContent {
  mediaType: string;
  name: string;
  isInline: boolean;
}

export const mayBeInline = (mediaType: string): boolean => inlineMediaTypes.some((type) => type === mediaType);

/** Bytes with `Range` and `ETag`. Kept by browsers, and shown again only after the server was asked. */
export function sendContent(
  parts: ContentParts,
  content: Sendable,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const { isInline, mediaType, sizeBytes } = content;
  const entityTag = `"${content.sha256}${isInline ? '-inline' : ''}"`;
  reply.header('etag', entityTag).header('cache-control', 'private, no-cache').header('vary', 'cookie, authorization');
  if (isNamedIn(request.headers['if-none-match'], entityTag)) return reply.code(304).send();
  reply
    .header('content-type', isInline ? mediaType : 'application/octet-stream')
    .header(
      'content-disposition',
      `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(content.name)}`,
    )
    .header('content-security-policy', isInline && /^(audio|video)\//.test(mediaType) ? playing : lockedIn)
    .header('cross-origin-resource-policy', 'same-origin')
    .header('accept-ranges', 'bytes');
  const range = parseRange(request.headers.range, sizeBytes);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send();
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${sizeBytes}`);
  return reply
    .header('content-length', String(Math.max(0, end - start + 1)))
    .send(Readable.from(readContent(parts, content, { start, end })));
}

/** RFC 9110, section 13.1.2: a list of tags, weak ones as good as strong ones. */
const isNamedIn = (header: string | undefined, entityTag: string): boolean =>
  header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === entityTag) ?? false;

const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** One range of RFC 9110, section 14.1.2; several or malformed ones are ignored, as it allows. */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  return start >= sizeBytes || start > end ? 'unsatisfiable' : { start, end };
}
