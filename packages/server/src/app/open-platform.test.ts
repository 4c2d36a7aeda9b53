import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { type Database, keepAliveLimits, openDatabase } from '../platform/database/database.ts';
import { DatabaseNewerError, MigrationChangedError } from '../platform/database/migrate.ts';
import { createLogger } from '../platform/log.ts';
import type { TestDatabase } from '../platform/postgres/testing/test-database.ts';
import { MasterKeyError } from '../platform/secrets/key-provider.ts';
import { createPreparedDatabase } from '../platform/testing/prepared-database.ts';
import { type OpenPlatform, openPlatform } from './open-platform.ts';
import { oneAtATime, openingLockLimits } from './opening-lock.ts';
import { workerPoolLimits } from './processes/worker-pool.ts';

let testDatabase: TestDatabase;
let dataDir: string;

beforeEach(async () => {
  testDatabase = await createPreparedDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
  await openOnce();
});
afterEach(async () => {
  await testDatabase.drop();
  await rm(dataDir, { recursive: true });
});

async function openOnce(): Promise<void> {
  await (await open()).close();
}

async function open(): Promise<OpenPlatform> {
  const config = {
    port: 0,
    dataDir,
    databaseUrl: testDatabase.url,
    publicUrl: 'http://127.0.0.1',
    isDemo: false,
    trustedRootFiles: [],
  };
  return openPlatform({
    config,
    databaseUrl: testDatabase.url,
    log: createLogger('silent'),
    clock: systemClock,
  });
}

async function change(sql: string): Promise<void> {
  const database = openDatabase({ url: testDatabase.url, log: createLogger('silent') });
  await database.query(sql);
  await database.close();
}

test('a second start finds everything as it was', async () => {
  const key = await readFile(join(dataDir, 'master.key'), 'utf8');
  await openOnce();
  expect(await readFile(join(dataDir, 'master.key'), 'utf8')).toBe(key);
});

test('a lost master key is said, not replaced', async () => {
  await rm(join(dataDir, 'master.key'));
  await expect(openOnce()).rejects.toThrow(MasterKeyError);
  await expect(readFile(join(dataDir, 'master.key'))).rejects.toThrow('ENOENT');
});

test('the key of other data is refused', async () => {
  await writeFile(join(dataDir, 'master.key'), Buffer.alloc(32, 1).toString('base64'));
  await expect(openOnce()).rejects.toThrow('is not the key of this data');
});

test('data of a newer version is left alone, with a word on what to do', async () => {
  await change(`insert into schema_migrations (name, digest) values ('209901010000-future-thing.sql', '')`);
  await expect(openOnce()).rejects.toThrow(DatabaseNewerError);
});

test('data made with another text of a migration is left alone', async () => {
  await change(`update schema_migrations set digest = 'other' where name like '%audit-log%'`);
  await expect(openOnce()).rejects.toThrow(MigrationChangedError);
});

/** What a machine leaves behind that was cut off in its turn, until PostgreSQL notices: a connection with the lock. */
async function cutOffMachine(): Promise<{ database: Database; end(): Promise<void> }> {
  const database = openDatabase({ url: testDatabase.url, log: createLogger('silent') });
  const turn = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const held = oneAtATime({ database, log: createLogger('silent') }, () => {
    begun.resolve();
    return turn.promise;
  });
  await begun.promise;
  return {
    database,
    end: async () => {
      turn.resolve();
      await held;
      await database.close();
    },
  };
}

test('where nothing is missing, processes start beside one that was cut off while it prepared the database', async () => {
  const gone = await cutOffMachine();
  await Promise.all([openOnce(), openOnce(), openOnce()]);
  await gone.end();
});

test('where something is missing, a process waits its turn and says in one line for whom, and not for ever', async () => {
  const gone = await cutOffMachine();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const waiting = (waitMsMax: number) =>
    oneAtATime({ database: gone.database, log, limits: { tryMs: 50, waitMsMax } }, async () => 'prepared');
  await expect(waiting(200)).rejects.toThrow(
    /^Another server process \(connection \d+ from [\w.:]+\) has been preparing the database/,
  );
  expect(lines.join('')).toContain('another server process prepares the database; waiting');
  const patient = waiting(30_000);
  await gone.end().catch(() => undefined);
  await expect(patient).resolves.toBe('prepared');
});

test('each connection is asked for signs of life, so that the locks of a machine that is gone end', async () => {
  const database = openDatabase({ url: testDatabase.url, log: createLogger('silent') });
  const [found] = await database.query(
    `select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_keepalives_interval') as interval,
       current_setting('tcp_keepalives_count') as count, current_setting('idle_in_transaction_session_timeout') as stuck`,
  );
  await database.close();
  expect(found).toEqual({ idle: '10', interval: '5', count: '3', stuck: '1min' });
  const noticedMs = keepAliveLimits.idleMs + keepAliveLimits.intervalMs * keepAliveLimits.probesMax;
  expect(noticedMs).toBeLessThan(openingLockLimits.waitMsMax);
  expect(openingLockLimits.waitMsMax).toBeLessThan(workerPoolLimits.readyWithinMs);
});
