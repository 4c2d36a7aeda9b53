import { randomInt } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findPostgresBinaries } from './binaries.ts';
import { CLUSTER_USER, checkCluster, createCluster, ensurePassword, giveTo, prepareDataDir } from './cluster.ts';
import { EmbeddedPostgresError, systemCodeOf } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { chooseIdentity } from './identity.ts';
import type { PostgresLog } from './log.ts';
import { endLeftovers } from './postmaster.ts';
import { PostgresSupervisor } from './supervisor.ts';

const DATABASE = 'countinghouse';
// Below the ports that systems hand out for outgoing connections, so that none of those takes it during a restart.
const PORT_MIN = 15_000;
const PORT_MAX = 32_000;
const START_ATTEMPTS = 3;

export type EmbeddedPostgresOptions = {
  /** The product's data directory; the database lives in `postgres/` below it. */
  dataDir: string;
  /** A fixed port on 127.0.0.1; otherwise a free one is chosen at each start. */
  port?: number;
  /** PostgreSQL settings on top of ours. */
  settings?: Readonly<Record<string, string>>;
  /** Called each time the database is up again after it ended unexpectedly. The address stays the same. */
  onRestart?: () => void;
  log: PostgresLog;
};

export type EmbeddedPostgres = {
  /** Connection string for the product's database, with the password. */
  url: string;
  /** Shuts the database down in order. Calling it again waits for the same end. */
  stop(): Promise<void>;
};

/**
 * Runs a PostgreSQL 18 on the data directory as a supervised child process, making the cluster at the first start.
 * Whatever an earlier run left behind (a server still running, lock files, a half-made cluster) is put in order first.
 * Throws `EmbeddedPostgresError`, whose message is one line for the administrator.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  prepareDataDir(dataDir);
  const lock = takeLock(dataDir);
  try {
    const { supervisor, url } = await startServer(dataDir, options);
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= supervisor.stop().finally(() => lock.release());
      return stopped;
    };
    try {
      await ensureDatabase(url);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: url(DATABASE), stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function takeLock(dataDir: string): { release(): void } {
  const lock = lockFolder({ folder: dataDir, lockFile: join(dataDir, 'postgres.lock') });
  let held = true;
  return {
    release: () => {
      if (held) lock.release();
      held = false;
    },
  };
}

async function startServer(dataDir: string, options: EmbeddedPostgresOptions) {
  const { log } = options;
  const cluster = join(dataDir, 'postgres');
  const exists = checkCluster(cluster);
  const binaries = findPostgresBinaries();
  const identity = chooseIdentity({ binaries, folder: dataDir });
  const context = { binaries, identity, log };
  if (exists) {
    await endLeftovers(cluster, log);
    giveTo(cluster, identity);
    // A copy from a backup often lost its permissions, and PostgreSQL accepts no others.
    chmodSync(cluster, 0o700);
  } else {
    log.info({}, 'Making the database.');
    await createCluster(cluster, context);
  }
  const password = await ensurePassword({ ...context, cluster, file: join(dataDir, 'postgres.password') });
  const shared = { ...context, cluster, settings: options.settings ?? {}, onRestart: options.onRestart ?? (() => {}) };
  const { supervisor, port } = await startOnPort(options.port, (port) => new PostgresSupervisor({ ...shared, port }));
  log.info({ port, as: identity.name }, 'The database is running.');
  const url = (database: string) => `postgresql://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}`;
  return { supervisor, url };
}

/** A port that was free a moment ago may be taken now; then the next one is tried, unless the port is prescribed. */
async function startOnPort(fixedPort: number | undefined, create: (port: number) => PostgresSupervisor) {
  for (let attempt = 1; ; attempt++) {
    const port = fixedPort ?? (await findFreePort());
    const supervisor = create(port);
    try {
      await supervisor.start();
      return { supervisor, port };
    } catch (error) {
      const mayRetry = error instanceof EmbeddedPostgresError && error.code === 'database_port_in_use';
      if (!mayRetry || fixedPort !== undefined || attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (systemCodeOf(error) === 'EADDRINUSE' ? settle(false) : reject(error)));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => settle(true)));
  });
}

async function ensureDatabase(url: (database: string) => string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres') });
  // A connection that breaks is reported by the query that waits on it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
