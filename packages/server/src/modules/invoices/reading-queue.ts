import type { FileId } from '@countinghouse/protocol';
import { readFile } from './actions/read-file.ts';
import type { InvoicesContext } from './deps.ts';

export interface ReadingQueue {
  /** Starts at once and does not wait; a failure is left to the job. */
  kick(fileId: FileId): void;
  /** Joins a reading of the same file that is already under way in this process. */
  read(fileId: FileId): Promise<void>;
  /** Resolves when nothing is being read. */
  idle(): Promise<void>;
}

export function createReadingQueue(context: InvoicesContext): ReadingQueue {
  const running = new Map<FileId, Promise<void>>();
  const read = (fileId: FileId): Promise<void> => {
    const already = running.get(fileId);
    if (already !== undefined) return already;
    const started = readFile(context, fileId).finally(() => running.delete(fileId));
    running.set(fileId, started);
    return started;
  };
  return {
    read,
    kick: (fileId) => {
      read(fileId).catch((error: unknown) => {
        context.log.warn({ err: error, fileId }, 'reading failed; the job will try again');
      });
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running.values());
    },
  };
}
