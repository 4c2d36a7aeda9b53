import { Readable } from 'node:stream';
import {
  files as endpoints,
  type FileId,
  fileContentPath,
  filePagePath,
  inlineMediaTypes,
  Refusal,
} from '@countinghouse/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { accessFile, type StoredFile } from './access.ts';
import { type ContentParts, readContent, readFileBytes } from './content.ts';

export interface DrawnPage {
  mediaType: 'image/svg+xml; charset=utf-8' | 'image/jpeg';
  content: string | Uint8Array;
}

/** Draws one page of a file for people; undefined where there is no such page or nothing to draw. Plugged in by `app`. */
export type RenderPage = (bytes: Uint8Array, page: number) => Promise<DrawnPage | undefined>;

const renderSizeBytesMax = 50 * 1024 * 1024;

export function registerRoutes(app: FastifyInstance, parts: ContentParts, renderPage: RenderPage): void {
  serve(app, endpoints.getFile, async ({ subject, params }) =>
    presentFile(await accessFile(parts.database, subject, params.fileId)),
  );
  const contentUrl = fileContentPath(':fileId' as FileId); // a route pattern in place of an id
  app.get(contentUrl, async (request, reply) => sendContent(parts, await accessNamed(parts, request), request, reply));

  app.get(filePagePath(':fileId' as FileId, 0).replace(/0$/, ':page'), async (request, reply) => {
    // a route pattern in place of an id
    const file = await accessNamed(parts, request);
    const page = Number((request.params as { page: string }).page); // the pattern above names it
    const bytes = await readFileBytes(parts, parts.database, { fileId: file.fileId, sizeBytesMax: renderSizeBytesMax });
    const drawn = Number.isInteger(page) && page >= 0 ? await renderPage(bytes, page) : undefined;
    if (drawn === undefined) throw new Refusal('object_missing');
    return reply
      .header('content-type', drawn.mediaType)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
      .header('cache-control', 'private, no-cache')
      .send(typeof drawn.content === 'string' ? drawn.content : Buffer.from(drawn.content));
  });
}

async function accessNamed(parts: ContentParts, request: FastifyRequest): Promise<StoredFile> {
  const { fileId } = request.params as { fileId: string }; // the route's pattern names it
  if (!request.subject) throw new Refusal('session_missing');
  if (!/^[0-9a-f-]{36}$/.test(fileId)) throw new Refusal('object_missing');
  return accessFile(parts.database, request.subject, fileId as FileId); // has the form of an id, see above
}

function sendContent(parts: ContentParts, file: StoredFile, request: FastifyRequest, reply: FastifyReply) {
  const wantsInline = (request.query as Record<string, string>).inline === '1'; // parsed query strings are string records
  const isInline = wantsInline && inlineMediaTypes.some((type) => type === file.mediaType);
  const encodedName = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  reply
    .header('content-type', isInline ? file.mediaType : 'application/octet-stream')
    .header('content-disposition', `${isInline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodedName}`)
    // Whatever the bytes are, nothing in them runs in the product's origin.
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .header('cache-control', 'private, no-cache')
    .header('accept-ranges', 'bytes');
  const range = parseRange(request.headers.range, file.sizeBytes);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send();
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.sizeBytes}`);
  return reply
    .header('content-length', String(Math.max(0, end - start + 1)))
    .send(Readable.from(readContent(parts, file, { start, end })));
}

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

const presentFile = ({ fileId, name, mediaType, sizeBytes }: StoredFile) => ({ fileId, name, mediaType, sizeBytes });
