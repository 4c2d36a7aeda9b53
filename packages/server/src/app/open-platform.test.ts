import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { DatabaseNewerError, MigrationChangedError } from '../platform/database/migrate.ts';
import { createLogger } from '../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../platform/postgres/testing/test-database.ts';
import { MasterKeyError } from '../platform/secrets/key-provider.ts';
import { openPlatform } from './open-platform.ts';

let testDatabase: TestDatabase;
let dataDir: string;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
  await openOnce();
});
afterEach(async () => {
  await testDatabase.drop();
  await rm(dataDir, { recursive: true });
});

async function openOnce(): Promise<void> {
  const config = {
    port: 0,
    dataDir,
    databaseUrl: testDatabase.url,
    publicUrl: 'http://127.0.0.1',
    isDemo: false,
    trustedRootFiles: [],
  };
  const opened = await openPlatform({
    config,
    databaseUrl: testDatabase.url,
    log: createLogger('silent'),
    clock: systemClock,
  });
  await opened.close();
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
