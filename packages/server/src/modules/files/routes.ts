import {
  files as endpoints,
  type FileId,
  fileContentPath,
  filePagePath,
  filePreviewPath,
  fileRefOf,
  fileThumbnailPath,
  Refusal,
  ThumbnailSize,
} from '@countinghouse/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import { serve } from '../../platform/http/serve.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { accessFile, type StoredFile } from './access.ts';
import { type ContentParts, readFileBytes } from './content.ts';
import type { Derived } from './derived.ts';
import { mayBeInline, sendContent } from './send-content.ts';

export interface DrawnPage {
  mediaType: 'image/svg+xml; charset=utf-8' | 'image/jpeg';
  content: string | Uint8Array;
}

/** Draws one page of a file for people; undefined where there is no such page or nothing to draw. Plugged in by `app`. */
export type RenderPage = (bytes: Uint8Array, page: number) => Promise<DrawnPage | undefined>;

const renderSizeBytesMax = 50 * 1024 * 1024;
/** Stands in route patterns for an id. */
const anyFile = ':fileId' as FileId; // a pattern in place of an id

export function registerRoutes(
  app: FastifyInstance,
  parts: ContentParts,
  { renderPage, derived }: { renderPage: RenderPage; derived: Derived },
): void {
  serve(app, endpoints.getFile, async ({ subject, params }) =>
    fileRefOf(await accessFile(parts.database, subject, params.fileId)),
  );

  app.get(fileContentPath(anyFile), async (request, reply) => {
    const file = await accessNamed(parts, request);
    const isInline = queryOf(request).inline === '1' && mayBeInline(file.mediaType);
    return sendContent(parts, { ...file, isInline }, { request, reply });
  });

  app.get(fileThumbnailPath(anyFile, 'small').replace(/\?.*/, ''), async (request, reply) => {
    const file = await accessNamed(parts, request);
    const { size } = queryOf(request);
    if (!Value.Check(ThumbnailSize, size)) throw new Refusal('request_malformed', 'size is small or large');
    const { userId } = subjectOf(request);
    const thumbnail = await derived.thumbnail(file, size, userId);
    const drawn = { ...thumbnail, mediaType: 'image/webp', name: `${size}.webp`, isInline: true };
    return sendContent(parts, drawn, { request, reply });
  });

  app.get(filePreviewPath(anyFile), async (request, reply) => {
    const file = await accessNamed(parts, request);
    const pdf = await derived.preview(file);
    const drawn = { ...pdf, mediaType: 'application/pdf', name: `${file.name}.pdf`, isInline: true };
    return sendContent(parts, drawn, { request, reply });
  });

  app.get(filePagePath(anyFile, 0).replace(/0$/, ':page'), async (request, reply) => {
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

const queryOf = (request: FastifyRequest) => request.query as Record<string, string>; // parsed query strings are string records

function subjectOf({ subject }: FastifyRequest): Subject {
  if (!subject) throw new Refusal('session_missing');
  return subject;
}

async function accessNamed(parts: ContentParts, request: FastifyRequest): Promise<StoredFile> {
  const { fileId } = request.params as { fileId: string }; // the route's pattern names it
  const subject = subjectOf(request);
  if (!/^[0-9a-f-]{36}$/.test(fileId)) throw new Refusal('object_missing');
  return accessFile(parts.database, subject, fileId as FileId); // has the form of an id, see above
}
