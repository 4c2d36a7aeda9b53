import { join } from 'node:path';
import type { FileId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { createLocalBlobStore } from '../../platform/blobs/blob-store.ts';
import type { Platform } from '../../platform/platform.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import { keepFile, readFileBytes } from './content.ts';
import { type RenderPage, registerRoutes } from './routes.ts';
import type { StoredFile } from './store/file-store.ts';
import { createUploads } from './uploads.ts';

export type { RenderPage } from './routes.ts';
export { findFiles, type StoredFile } from './store/file-store.ts';

export interface Files {
  registerRoutes(app: FastifyInstance, renderPage: RenderPage): void;
  /** Throws `file_too_large` above `sizeBytesMax`. The caller has checked the right to read. */
  readFileBytes(fileId: FileId, sizeBytesMax: number): Promise<Uint8Array>;
  /** Keeps bytes that the server itself has, for the demonstration and for apps. */
  keepBytes(file: { ownerId: UserId; name: string; bytes: Uint8Array }): Promise<StoredFile>;
  start(): void;
  stop(): void;
}

export function createFiles(platform: Platform, keys: KeyProvider): Files {
  const parts = { ...platform, blobs: createLocalBlobStore(join(platform.config.dataDir, 'blobs')) };
  const uploads = createUploads(parts, keys);
  return {
    registerRoutes: (app, renderPage) => {
      uploads.registerRoutes(app);
      registerRoutes(app, parts, renderPage);
    },
    readFileBytes: (fileId, sizeBytesMax) => readFileBytes(parts, platform.database, { fileId, sizeBytesMax }),
    keepBytes: ({ ownerId, name, bytes }) =>
      keepFile(parts, {
        fileId: platform.newId<'file'>(),
        ownerId,
        name,
        source: async function* () {
          yield bytes;
        },
      }),
    start: uploads.start,
    stop: uploads.stop,
  };
}
