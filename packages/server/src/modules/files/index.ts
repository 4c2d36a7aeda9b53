import { join } from 'node:path';
import type { FileId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { createLocalBlobStore } from '../../platform/blobs/blob-store.ts';
import type { Platform } from '../../platform/platform.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import { keepFile, readFileBytes } from './content.ts';
import { sourceOf } from './content-source.ts';
import { createDerived } from './derived.ts';
import type { DrawnPicture } from './drawing/drawing-messages.ts';
import { DrawingPool } from './drawing/drawing-pool.ts';
import { createFilesMetrics } from './metrics.ts';
import { createOffice } from './office/office.ts';
import { type RenderPage, registerRoutes } from './routes.ts';
import type { StoredFile } from './store/file-store.ts';
import { createUploads, type UploadOptions } from './uploads.ts';

export type { RenderPage } from './routes.ts';
export { findFiles, type StoredFile } from './store/file-store.ts';
export type { UploadOptions } from './uploads.ts';

export interface Files {
  registerRoutes(app: FastifyInstance, renderPage: RenderPage): void;
  /** Throws `file_too_large` above `sizeBytesMax`. The caller has checked the right to read. */
  readFileBytes(fileId: FileId, sizeBytesMax: number): Promise<Uint8Array>;
  /** Keeps bytes that the server itself has, for the demonstration and for apps. */
  keepBytes(file: { ownerId: UserId; name: string; bytes: Uint8Array }): Promise<StoredFile>;
  /**
   * Draws a picture of strangers anew, in a process of its own: its longest side at most `sidePx`, none of its metadata.
   * Throws `preview_unavailable` with its reason, or `server_busy`.
   */
  drawPicture(bytes: Uint8Array, wish: { sidePx: number; userId: UserId }): Promise<DrawnPicture>;
  start(): void;
  stop(): void;
}

export function createFiles(platform: Platform, keys: KeyProvider, uploadOptions: UploadOptions = {}): Files {
  const drawing = new DrawingPool();
  const parts = {
    ...platform,
    blobs: createLocalBlobStore(join(platform.config.dataDir, 'blobs')),
    measure: (bytes: Uint8Array) => drawing.measure(bytes),
  };
  const uploads = createUploads(parts, keys, uploadOptions);
  const office = createOffice({ program: platform.config.libreOfficePath });
  const derived = createDerived({ ...parts, drawing, office, metrics: createFilesMetrics(platform.metrics) });
  return {
    registerRoutes: (app, renderPage) => {
      uploads.registerRoutes(app);
      registerRoutes(app, parts, { renderPage, derived });
    },
    readFileBytes: (fileId, sizeBytesMax) => readFileBytes(parts, platform.database, { fileId, sizeBytesMax }),
    keepBytes: ({ ownerId, name, bytes }) =>
      keepFile(parts, { fileId: platform.newId<'file'>(), ownerId, name, source: sourceOf(bytes) }),
    drawPicture: async (bytes, { sidePx, userId }) => {
      // The library goes by the bytes; of the kinds that it does not know none is asked for.
      const wish = { mediaType: 'image/png', sidesPx: [sidePx], userId };
      const [picture] = await drawing.draw(async () => bytes, wish);
      if (!picture) throw new Error('a drawing process answered without a picture');
      return picture;
    },
    start: uploads.start,
    stop: () => {
      uploads.stop();
      drawing.close();
    },
  };
}
