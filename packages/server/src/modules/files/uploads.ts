import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  type FileId,
  fileSizeBytesMax,
  type RefusalBody,
  refusalStatus,
  type UserId,
  uploadPath,
} from '@countinghouse/protocol';
import { Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeOf, isUnreachable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import type { ContentParts } from './content.ts';
import { EncryptedUploadStore } from './encrypted-upload-store.ts';
import { createFinishing, type Finishing } from './finishing.ts';
import { findFiles, type StoredFile } from './store/file-store.ts';

const uploadLifeMs = 24 * 3_600_000;
const sweepEveryMs = 3_600_000;
const nameLengthMax = 255;
/** Proxies give up on an answer after a minute. */
const finishWaitMsMax = 25_000;
/** What stays free for the database and for what is under way. */
const freeBytesMin = 256 * 1024 * 1024;

export interface UploadOptions {
  /** Room on the disk of the data directory; asked before an upload begins. */
  freeBytes?: (folder: string) => Promise<number>;
  finishWaitMsMax?: number;
}

export interface Uploads {
  registerRoutes(app: FastifyInstance): void;
  start(): void;
  stop(): void;
}

type Parts = ContentParts & Pick<Platform, 'config' | 'newId' | 'log'>;

/** Resumable uploads by tus 1.0. An upload's id is the id of the file that it becomes. */
export function createUploads(parts: Parts, keys: KeyProvider, options: UploadOptions = {}): Uploads {
  const directory = join(parts.config.dataDir, 'uploads');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = new EncryptedUploadStore({
    directory,
    key: keys.derive('uploads'),
    expirationPeriodInMilliseconds: uploadLifeMs,
  });
  const context: Context = {
    parts,
    store,
    finishing: createFinishing(parts, store),
    finishWaitMsMax: options.finishWaitMsMax ?? finishWaitMsMax,
    hasRoomFor: async (sizeBytes) => {
      // While it is put away an upload lies on the disk twice.
      return (await (options.freeBytes ?? freeBytesOf)(parts.config.dataDir)) > 2 * sizeBytes + freeBytesMin;
    },
    finishedBy: new WeakMap(),
  };
  const server = createTusServer(context);
  let timer: NodeJS.Timeout | undefined;
  const sweep = () => {
    store
      .deleteExpired()
      .catch((error: unknown) => parts.log.warn({ err: error }, 'expired uploads could not be removed'));
  };

  const registerRoutes = (app: FastifyInstance) => {
    // The body belongs to tus, which reads it as a stream.
    app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      if (!request.subject) return reply.code(401).send({ refusal: 'session_missing', message: 'sign in first' });
      if (request.method === 'HEAD' && (await answerComplete(context, request, reply))) return reply;
      owners.set(request.raw, request.subject.userId);
      reply.hijack();
      await server.handle(request.raw, reply.raw);
      // Only now: while it answers, tus still looks at the upload.
      const uploadId = context.finishedBy.get(request.raw);
      if (uploadId !== undefined) await removeParts(store, uploadId);
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
    stop: () => {
      clearInterval(timer);
      context.finishing.stop();
    },
  };
}

interface Context {
  parts: Parts;
  store: EncryptedUploadStore;
  finishing: Finishing;
  finishWaitMsMax: number;
  hasRoomFor(sizeBytes: number): Promise<boolean>;
  /** Uploads that became files within a request. */
  finishedBy: WeakMap<IncomingMessage, string>;
}

const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** Gone already where another request, or another process, took them away. */
const removeParts = (store: EncryptedUploadStore, uploadId: string): Promise<void> =>
  store.remove(uploadId).catch(() => undefined);

/** Who sent a request that tus is handling. */
const owners = new WeakMap<IncomingMessage, UserId>();

const tusRefusal = (status_code: number, body: string) => ({ status_code, body });

const named = (statusCode: number, body: RefusalBody) => tusRefusal(statusCode, JSON.stringify(body));

/** What tus clients take for "ask again": for everything else they begin a new upload. */
const lockedStatus = 423;

type TusRequest = { runtime?: { node?: { req?: unknown } } };
const rawOf = (request: TusRequest) => request.runtime?.node?.req as IncomingMessage; // srvx types the Node request more loosely

function createTusServer({ parts, store, finishing, hasRoomFor, finishedBy, ...limits }: Context): Server {
  const ownerOf = (request: TusRequest): UserId => {
    const owner = owners.get(rawOf(request));
    if (!owner) throw tusRefusal(401, 'sign in first');
    return owner;
  };
  return new Server({
    path: uploadPath,
    datastore: store,
    relativeLocation: true,
    maxSize: fileSizeBytesMax,
    // Pages of other origins have no business here.
    allowedOrigins: () => false,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => parts.newId<'file'>(),
    onUploadCreate: async (request, upload) => {
      const name = cleanName(upload.metadata?.filename ?? '');
      if (name === '') throw tusRefusal(422, 'Upload-Metadata must hold the filename');
      if (!(await hasRoomFor(upload.size ?? 0))) throw storageFull();
      return { metadata: { filename: name, owner: ownerOf(request) } };
    },
    onIncomingRequest: async (request, uploadId) => {
      const owner = ownerOf(request);
      if (request.method === 'POST' || request.method === 'OPTIONS') return;
      const upload = await store.getUpload(uploadId).catch(() => undefined);
      if (upload?.metadata?.owner !== owner) throw tusRefusal(404, 'no such upload');
    },
    onResponseError: (_request, error) => {
      const refusal = passingRefusal(error);
      if (refusal) parts.log.error({ err: error }, 'an upload could not be written');
      return refusal;
    },
    onUploadFinish: async (request, upload) => {
      if (!(await finishing.finish(upload.id, limits.finishWaitMsMax))) {
        throw named(lockedStatus, { refusal: 'server_busy', message: 'all bytes are here and are being put away' });
      }
      finishedBy.set(rawOf(request), upload.id);
      return {};
    },
  });
}

const storageFull = () =>
  named(refusalStatus.storage_full, { refusal: 'storage_full', message: 'the disk has no room for this file' });

/** What keeps an upload from being written now and may be gone later, with a name; undefined for anything else. */
export function passingRefusal(error: unknown): { status_code: number; body: string } | undefined {
  if (codeOf(error) === 'ENOSPC') return storageFull();
  if (!isUnreachable(error)) return undefined;
  return named(refusalStatus.server_busy, {
    refusal: 'server_busy',
    message: 'the database does not answer at present',
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

/** A client that lost the last answer asks how far its upload got; by then the upload may already be a file. */
async function answerComplete(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const uploadId = request.url.slice(uploadPath.length + 1).split('?')[0] ?? '';
  if (!/^[0-9a-f-]{36}$/.test(uploadId)) return false;
  reply.header('tus-resumable', '1.0.0').header('cache-control', 'no-store');
  try {
    const file = await findComplete(context, request, uploadId);
    if (file === 'none') return false;
    if (file === 'late') {
      reply.code(lockedStatus).send();
      return true;
    }
    const sizeBytes = String(file.sizeBytes);
    reply.code(200).header('upload-offset', sizeBytes).header('upload-length', sizeBytes).send();
  } catch (error) {
    // To anything but "locked" tus clients answer by sending the whole file again.
    context.parts.log.error({ err: error, uploadId }, 'it is not known how far an upload got');
    reply.code(lockedStatus).send();
  }
  return true;
}

/** The file that the upload became, or becomes now. */
async function findComplete(
  { parts, store, finishing, finishWaitMsMax }: Context,
  request: FastifyRequest,
  uploadId: string,
): Promise<StoredFile | 'none' | 'late'> {
  const upload = await store.getUpload(uploadId).catch(() => undefined);
  const isOwn = upload?.metadata?.owner === request.subject?.userId;
  if (upload && isOwn && upload.offset === upload.size) {
    if (!(await finishing.finish(uploadId, finishWaitMsMax))) return 'late';
    await removeParts(store, uploadId);
  }
  const [file] = await findFiles(parts.database, [uploadId as FileId]); // has the form of an id, see the caller
  return file && file.ownerId === request.subject?.userId ? file : 'none';
}
