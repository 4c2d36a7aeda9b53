import { mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type FileId, fileSizeBytesMax, type UserId, uploadPath } from '@countinghouse/protocol';
import { Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import { type ContentParts, keepFile } from './content.ts';
import { EncryptedUploadStore } from './encrypted-upload-store.ts';
import { findFiles } from './store/file-store.ts';

const uploadLifeMs = 24 * 3_600_000;
const sweepEveryMs = 3_600_000;
const nameLengthMax = 255;

export interface Uploads {
  registerRoutes(app: FastifyInstance): void;
  start(): void;
  stop(): void;
}

type Parts = ContentParts & Pick<Platform, 'config' | 'newId' | 'log'>;

/** Resumable uploads by tus 1.0. An upload's id is the id of the file that it becomes. */
export function createUploads(parts: Parts, keys: KeyProvider): Uploads {
  const directory = join(parts.config.dataDir, 'uploads');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = new EncryptedUploadStore({
    directory,
    key: keys.derive('uploads'),
    expirationPeriodInMilliseconds: uploadLifeMs,
  });
  const finished = new Set<string>();
  const server = createTusServer(parts, { store, finished });
  let timer: NodeJS.Timeout | undefined;
  const sweep = () => {
    store
      .deleteExpired()
      .catch((error: unknown) => parts.log.warn({ err: error }, 'expired uploads could not be removed'));
  };

  const sweepFinished = async () => {
    for (const uploadId of finished) {
      finished.delete(uploadId);
      // Gone already where another request swept it.
      await store.remove(uploadId).catch(() => undefined);
    }
  };

  const registerRoutes = (app: FastifyInstance) => {
    // The body belongs to tus, which reads it as a stream.
    app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!request.subject) return reply.code(401).send({ refusal: 'session_missing', message: 'sign in first' });
      if (request.method === 'HEAD' && (await answerFinished(parts, store, request, reply))) return reply;
      owners.set(request.raw, request.subject.userId);
      reply.hijack();
      await server.handle(request.raw, reply.raw);
      // Only now: while it answers, tus still looks at the upload.
      await sweepFinished();
      return reply;
    };
    for (const url of [uploadPath, `${uploadPath}/:uploadId`]) {
      app.route({ method: ['POST', 'PATCH', 'HEAD', 'DELETE', 'OPTIONS'], url, handler: handle });
    }
  };

  return {
    registerRoutes,
    start: () => {
      sweep();
      timer = setInterval(sweep, sweepEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}

/** Who sent a request that tus is handling. */
const owners = new WeakMap<IncomingMessage, UserId>();

const tusRefusal = (status_code: number, body: string) => ({ status_code, body });

function createTusServer(
  parts: Parts,
  { store, finished }: { store: EncryptedUploadStore; finished: Set<string> },
): Server {
  const ownerOf = (request: { runtime?: { node?: { req?: unknown } } }): UserId => {
    const owner = owners.get(request.runtime?.node?.req as IncomingMessage); // srvx types the Node request more loosely
    if (!owner) throw tusRefusal(401, 'sign in first');
    return owner;
  };
  return new Server({
    path: uploadPath,
    datastore: store,
    relativeLocation: true,
    maxSize: fileSizeBytesMax,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => parts.newId<'file'>(),
    onUploadCreate: async (request, upload) => {
      const name = cleanName(upload.metadata?.filename ?? '');
      if (name === '') throw tusRefusal(422, 'Upload-Metadata must hold the filename');
      return { metadata: { filename: name, owner: ownerOf(request) } };
    },
    onIncomingRequest: async (request, uploadId) => {
      const owner = ownerOf(request);
      if (request.method === 'POST' || request.method === 'OPTIONS') return;
      const upload = await store.getUpload(uploadId).catch(() => undefined);
      if (upload?.metadata?.owner !== owner) throw tusRefusal(404, 'no such upload');
    },
    onUploadFinish: async (_request, upload) => {
      await finish(parts, store, upload.id);
      finished.add(upload.id);
      return {};
    },
  });
}

/** Names come from outside: no folders, no control characters, no change of writing direction. */
function cleanName(name: string): string {
  const base = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  return base
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, nameLengthMax);
}

/** Turns a complete upload into a file. Safe to repeat, also after a crash half-way. */
async function finish(parts: Parts, store: EncryptedUploadStore, uploadId: string): Promise<void> {
  const upload = await store.getUpload(uploadId);
  await keepFile(parts, {
    fileId: uploadId as FileId, // made by `namingFunction`
    ownerId: upload.metadata?.owner as UserId, // set by `onUploadCreate`
    name: upload.metadata?.filename ?? 'file',
    source: () => store.readPlain(uploadId),
  });
}

/** A client that lost the last answer asks how far its upload got; by then the upload may already be a file. */
async function answerFinished(
  parts: Parts,
  store: EncryptedUploadStore,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const uploadId = request.url.slice(uploadPath.length + 1).split('?')[0] ?? '';
  if (!/^[0-9a-f-]{36}$/.test(uploadId)) return false;
  const upload = await store.getUpload(uploadId).catch(() => undefined);
  const isOwn = upload?.metadata?.owner === request.subject?.userId;
  if (upload && isOwn && upload.offset === upload.size) await finish(parts, store, uploadId);
  const [file] = await findFiles(parts.database, [uploadId as FileId]); // has the form of an id, see above
  if (!file || file.ownerId !== request.subject?.userId) return false;
  reply
    .code(200)
    .header('tus-resumable', '1.0.0')
    .header('cache-control', 'no-store')
    .header('upload-offset', String(file.sizeBytes))
    .header('upload-length', String(file.sizeBytes))
    .send();
  return true;
}
