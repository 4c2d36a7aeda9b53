import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Where the test run's shared server is; set by the global set-up of the test run. */
export const TEST_SERVER_URL_VARIABLE = 'COUNTINGHOUSE_TEST_DATABASE_URL';

export type TestDatabase = { url: string; drop(): Promise<void> };

export type TestDatabaseTemplate = {
  /** Databases with the same name are copies of one that `prepare` filled once per test run. Lower case and dashes. */
  name: string;
  prepare(url: string): Promise<void>;
};

/**
 * A database of its own on the test run's shared server. Drop it when the test file ends. With a template it starts as
 * a copy of a prepared one, which takes about 50 ms however many migrations there are.
 */
export async function createTestDatabase(template?: TestDatabaseTemplate): Promise<TestDatabase> {
  const serverUrl = process.env[TEST_SERVER_URL_VARIABLE];
  if (serverUrl === undefined) {
    throw new Error(`${TEST_SERVER_URL_VARIABLE} is not set: run the tests with "npm test" or "npx vitest run".`);
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  const source = template === undefined ? 'template0' : await ensureTemplate(serverUrl, template);
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE "${source}"`));
  return {
    url: withDatabase(serverUrl, name),
    drop: () => onServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)),
  };
}

/** One test process prepares the template while the others wait for it. */
async function ensureTemplate(serverUrl: string, template: TestDatabaseTemplate): Promise<string> {
  const name = `template_${template.name}`;
  const unfinished = `${name}_unfinished`;
  await onServer(serverUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount !== 0) return;
    await client.query(`DROP DATABASE IF EXISTS "${unfinished}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${unfinished}" TEMPLATE template0`);
    await template.prepare(withDatabase(serverUrl, unfinished));
    await client.query(`ALTER DATABASE "${unfinished}" RENAME TO "${name}"`);
  });
  return name;
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(serverUrl, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
