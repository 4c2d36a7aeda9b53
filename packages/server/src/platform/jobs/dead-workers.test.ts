import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { createLogger } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/testing/test-database.ts';
import { createJobs, type Jobs, migrateJobs } from './jobs.ts';

const log = createLogger('silent');
// Long enough for a busy machine to say in time that its workers live.
const deadWorkers = { lookEveryMs: 50, graceMs: 1_000 };

let testDatabase: TestDatabase;
const databases: Database[] = [];
const running: Jobs[] = [];
let finish: PromiseWithResolvers<void>;

function aProcess(): { database: Database; jobs: Jobs } {
  const database = openDatabase({ url: testDatabase.url, log });
  databases.push(database);
  const jobs = createJobs({ database, log, deadWorkers });
  running.push(jobs);
  return { database, jobs };
}

beforeEach(async () => {
  finish = Promise.withResolvers();
  testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.url, log });
  await migrateJobs({ database, log });
  await database.close();
});
afterEach(async () => {
  finish.resolve();
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await Promise.all(databases.splice(0).map((database) => database.close()));
  await testDatabase.drop();
});

test('a job whose process died in the middle of it runs again soon', async () => {
  const { database, jobs } = aProcess();
  const done: unknown[] = [];
  jobs.define('read-file', async (payload) => void done.push(payload));
  await database.transaction((tx) => jobs.add(tx, { name: 'read-file', payload: { id: 1 } }));
  await database.query(
    `update graphile_worker._private_jobs set locked_by = 'worker-of-the-dead', locked_at = now(), attempts = 1`,
  );
  await jobs.start();
  while (done.length === 0) await sleep(20);
  expect(done).toEqual([{ id: 1 }]);
});

test('a job that a living process works on is left to it, also when the database lost all connections meanwhile', async () => {
  const [one, two] = [aProcess(), aProcess()];
  let runs = 0;
  for (const { jobs } of [one, two]) {
    jobs.define('read-file', async () => {
      runs += 1;
      await finish.promise;
    });
  }
  await one.database.transaction((tx) => one.jobs.add(tx, { name: 'read-file', payload: {} }));
  await Promise.all([one.jobs.start(), two.jobs.start()]);
  while (runs === 0) await sleep(20);
  await sleep(1_500);
  expect(runs).toBe(1);
  await one.database
    .query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
    .catch(() => undefined);
  await sleep(1_500);
  expect(runs).toBe(1);
});
