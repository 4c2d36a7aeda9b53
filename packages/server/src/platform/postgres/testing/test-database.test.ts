import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type TestDatabaseTemplate } from './test-database.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('copies of one template are prepared once and do not see each other', async () => {
  let prepared = 0;
  const template: TestDatabaseTemplate = {
    name: 'test-database-test',
    prepare: async (url) => {
      prepared++;
      await query(url, 'CREATE TABLE notes AS SELECT 1 AS id');
    },
  };
  const [one, other] = await Promise.all([createTestDatabase(template), createTestDatabase(template)]);
  onTestFinished(async () => {
    await Promise.all([one.drop(), other.drop()]);
  });
  await query(one.url, 'INSERT INTO notes VALUES (2)');
  expect(await query(one.url, 'SELECT count(*)::int FROM notes')).toEqual([{ count: 2 }]);
  expect(await query(other.url, 'SELECT count(*)::int FROM notes')).toEqual([{ count: 1 }]);
  expect(prepared).toBe(1);
});

test('a dropped database is gone, even while somebody is connected', async () => {
  const { url, drop } = await createTestDatabase();
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await drop();
  await expect(query(url, 'SELECT 1')).rejects.toThrow('does not exist');
});
