import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError } from './errors.ts';

const SQLITE_BUSY = 5;

export type FolderLock = { release(): void };

/**
 * Holds a folder for this process alone, until released or until the process dies, however it dies. The lock is the
 * operating system's (taken through SQLite, which is the one file lock Node brings), so that no stale lock can exist.
 * Throws `data_dir_in_use`.
 */
export function lockFolder(options: { folder: string; lockFile: string }): FolderLock {
  const database = new DatabaseSync(options.lockFile, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
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
