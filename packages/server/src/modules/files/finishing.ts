import type { FileId, UserId } from '@countinghouse/protocol';
import type { Platform } from '../../platform/platform.ts';
import { type ContentParts, keepFile } from './content.ts';
import type { EncryptedUploadStore } from './encrypted-upload-store.ts';
import { findFiles } from './store/file-store.ts';

/** From this size on uploads are put away one after the other: together they would only take the machine from people. */
const bigBytes = 64 * 1024 * 1024;

export interface Finishing {
  /** Turns a complete upload into a file. True when it is one; false if that takes longer, and goes on by itself. */
  finish(uploadId: string, waitMsMax: number): Promise<boolean>;
  /** What still goes on is not waited for: a later request begins it anew. */
  stop(): void;
}

interface Putting {
  work: Promise<void>;
  /** Nobody waits for it any more. */
  isLate: boolean;
}

/** Safe to repeat, also after a crash half-way; once at a time for each upload. */
export function createFinishing(parts: ContentParts & Pick<Platform, 'log'>, store: EncryptedUploadStore): Finishing {
  const underWay = new Map<string, Putting>();
  let lastBig: Promise<unknown> = Promise.resolve();
  let isStopped = false;

  const inTurn = (sizeBytes: number, work: () => Promise<void>): Promise<void> => {
    if (sizeBytes < bigBytes) return work();
    const mine = lastBig.then(work);
    lastBig = mine.catch(() => undefined);
    return mine;
  };

  const keep = async (uploadId: string): Promise<void> => {
    const upload = await store.getUpload(uploadId);
    const sizeBytes = upload.offset;
    await inTurn(sizeBytes, async () => {
      await keepFile(parts, {
        fileId: uploadId as FileId, // made by `namingFunction`
        ownerId: upload.metadata?.owner as UserId, // set by `onUploadCreate`
        name: upload.metadata?.filename ?? 'file',
        source: {
          sizeBytes,
          sha256: store.digestOf(uploadId, sizeBytes),
          read: (range) => store.readPlain(uploadId, range),
        },
      });
    });
  };

  /** Another process of the installation may have put it away meanwhile, and taken its parts away. */
  const keepOrFind = (uploadId: string): Promise<void> =>
    keep(uploadId).catch(async (error: unknown) => {
      const [file] = await findFiles(parts.database, [uploadId as FileId]); // made by `namingFunction`
      if (!file) throw error;
    });

  const begin = (uploadId: string): Putting => {
    const putting: Putting = { work: keepOrFind(uploadId), isLate: false };
    underWay.set(uploadId, putting);
    putting.work
      // Whoever waited for it takes its parts away once their own answer is out.
      .then(() => (putting.isLate ? store.remove(uploadId) : undefined))
      .catch((error: unknown) => {
        if (putting.isLate && !isStopped) parts.log.error({ err: error, uploadId }, 'an upload could not be put away');
      })
      .finally(() => underWay.delete(uploadId));
    return putting;
  };

  return {
    finish: async (uploadId, waitMsMax) => {
      const putting = underWay.get(uploadId) ?? begin(uploadId);
      if ((await within(waitMsMax, putting.work)) === 'done') return true;
      putting.isLate = true;
      return false;
    },
    stop: () => {
      isStopped = true;
    },
  };
}

async function within(timeMs: number, work: Promise<void>): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeMs);
  });
  return Promise.race([work.then(() => 'done' as const), late]).finally(() => clearTimeout(timer));
}
