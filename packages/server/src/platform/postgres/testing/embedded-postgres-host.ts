// A process that owns an embedded database and does nothing else, so that a test can kill it.
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { silentLog } from './silent-log.ts';

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('usage: embedded-postgres-host.ts DATA_DIR');
const { url, stop } = await startEmbeddedPostgres({ dataDir, log: silentLog });
process.once('SIGTERM', () => void stop());
process.stdout.write(`${url}\n`);
