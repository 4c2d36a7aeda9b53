import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { EmbeddedPostgresError } from '../errors.ts';
import { lockFolder } from '../folder-lock.ts';
import { endLeftovers } from '../postmaster.ts';
import { silentLog } from './silent-log.ts';
import { TEST_SERVER_URL_VARIABLE } from './test-database.ts';

// The data lives for one run, so nothing is lost by not waiting for the disk.
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

const PREFIX = 'countinghouse-test-';

/** Starts the server that all tests of one run share, each file with its own database. */
export async function setup(): Promise<() => Promise<void>> {
  await removeKilledRuns();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const { url, stop } = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log: silentLog });
  process.env[TEST_SERVER_URL_VARIABLE] = url;
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A test run that was killed leaves its server running. Nobody holds its lock any more. */
async function removeKilledRuns(): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => join(tmpdir(), name))) {
    const lockFile = join(folder, 'postgres.lock');
    // A run that has just begun has no lock file yet; another user's is not ours to judge.
    if (statSync(lockFile, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
    try {
      const lock = lockFolder({ folder, lockFile });
      if (existsSync(join(folder, 'postgres'))) await endLeftovers(join(folder, 'postgres'), silentLog);
      lock.release();
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError && error.code === 'data_dir_in_use')) throw error;
    }
  }
}
