import { truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError } from './errors.ts';

const SQLITE_BUSY = 5;
/** The file holds something else: https://www.sqlite.org/rescode.html */
const DAMAGED = new Set([11, 26]);

export type FolderLock = { release(): void };

/**
 * Holds a folder for this process alone, until released or until the process dies, however it dies. The lock is the
 * operating system's (taken through SQLite, which is the one file lock Node brings), so that no stale lock can exist.
 * What stands in the file means nothing. Throws `data_dir_in_use`.
 */
export function lockFolder(options: { folder: string; lockFile: string }): FolderLock {
  try {
    return tryLock(options);
  } catch (error) {
    if (!DAMAGED.has(errorCodeOf(error))) throw error;
    // SQLite reads the file only with a lock on it, so nobody holds it; emptied in place, it stays the one lock for all.
    truncateSync(options.lockFile, 0);
    return tryLock(options);
  }
}

function tryLock(options: { folder: string; lockFile: string }): FolderLock {
  const database = new DatabaseSync(options.lockFile, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (errorCodeOf(error) === SQLITE_BUSY) {
      throw new EmbeddedPostgresError(
        'data_dir_in_use',
        `Another Countinghouse is running on ${options.folder}: stop it first, or set DATA_DIR to another folder.`,
        { cause: error },
      );
    }
    throw error;
  }
  return { release: () => database.close() };
}

const errorCodeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
