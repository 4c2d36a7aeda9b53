import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { migrateJobs } from '../jobs/jobs.ts';
import { createLogger } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/testing/test-database.ts';

/** A database of its own with every table of the product and nobody in it: a copy of one that is made once per test run. */
export const createPreparedDatabase = (): Promise<TestDatabase> => createTestDatabase({ name: 'product', prepare });

async function prepare(url: string): Promise<void> {
  const log = createLogger('silent');
  const database = openDatabase({ url, log });
  await migrate(database);
  await migrateJobs({ database, log });
  await database.close();
}
