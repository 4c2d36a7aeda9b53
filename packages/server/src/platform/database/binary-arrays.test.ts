import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../postgres/testing/test-database.ts';
import { bigints, byteas, integers, texts, timestamps, uuids } from './binary-arrays.ts';
import { type Database, openDatabase } from './database.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.url, log: createLogger('silent') });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** What PostgreSQL reads out of the array. */
async function read(type: string, array: Buffer): Promise<unknown[]> {
  const rows = await database.query<{ value: unknown }>(`select value from unnest($1::${type}[]) as value`, [array]);
  return rows.map((row) => row.value);
}

test('PostgreSQL reads from binary arrays what was put in', async () => {
  const ids = [randomUUID(), '00000000-0000-0000-0000-000000000000', randomUUID().toUpperCase(), null];
  expect(await read('uuid', uuids(ids))).toEqual(ids.map((id) => id?.toLowerCase() ?? null));
  const numbers = [0, 1, -1, 4_294_967_295, 4_294_967_296, Number.MAX_SAFE_INTEGER, -4_294_967_297, null];
  expect(await read('bigint', bigints(numbers))).toEqual(numbers);
  const small = [0, 7, -2_147_483_648, 2_147_483_647];
  expect(await read('integer', integers(small))).toEqual(small);
  const words = ['', '请核对 “发票”', '{a,"b"}\\', '👍', null, 'NULL'];
  expect(await read('text', texts(words))).toEqual(words);
  const bytes = [Buffer.alloc(0), randomBytes(300), Buffer.from([0, 255])];
  expect(await read('bytea', byteas(bytes))).toEqual(bytes);
  const instants = [new Date(0), new Date('2026-11-22T18:00:00.123Z'), new Date('1999-12-31T23:59:59.999Z')];
  expect(await read('timestamptz', timestamps(instants))).toEqual(instants);
});

test('PostgreSQL reads empty and long binary arrays', async () => {
  expect(await read('uuid', uuids([]))).toEqual([]);
  const many = Array.from({ length: 5000 }, (_, index) => `第 ${index} 条`);
  expect(await read('text', texts(many))).toEqual(many);
});
