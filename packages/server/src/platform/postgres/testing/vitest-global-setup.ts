import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { silentLog } from './silent-log.ts';
import { TEST_SERVER_URL_VARIABLE } from './test-database.ts';

// The data lives for one run, so nothing is lost by not waiting for the disk.
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Starts the server that all tests of one run share, each file with its own database. */
export async function setup(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countinghouse-test-'));
  const { url, stop } = await startEmbeddedPostgres({ dataDir, settings: SETTINGS, log: silentLog });
  process.env[TEST_SERVER_URL_VARIABLE] = url;
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
