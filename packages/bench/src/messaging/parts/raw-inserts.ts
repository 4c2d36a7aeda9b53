import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { withClient } from '../system/postgres.ts';
import { round } from './measure.ts';
import type { PartContext } from './part.ts';

const rowsPerTransaction = 500;
const bodyBytes = 160;

export interface RawInserts {
  /** 500 statements of one row in a transaction. */
  oneRowPerStatement: number;
  /** The same 500 rows in one statement. */
  manyRowsPerStatement: number;
}

/** Rows a second that one connection writes into a table as narrow as a log of messages can be: the ceiling of the disk and of PostgreSQL. */
export async function measureRawInserts(context: Pick<PartContext, 'postgres' | 'seconds'>): Promise<RawInserts> {
  const url = await context.postgres.createDatabase('raw');
  return withClient(url, async (client) => {
    await client.query(`create table messages (conversation_id uuid not null, seq bigint not null, actor_id uuid not null,
      at timestamptz not null, body bytea not null, primary key (conversation_id, seq))`);
    const seconds = context.seconds / 2;
    return {
      oneRowPerStatement: await rate(client, seconds, insertOneByOne),
      manyRowsPerStatement: await rate(client, seconds, insertTogether),
    };
  });
}

type Row = [conversationId: string, seq: number, actorId: string, at: Date, body: Buffer];

async function rate(
  client: pg.Client,
  seconds: number,
  insert: (client: pg.Client, rows: readonly Row[]) => Promise<unknown>,
): Promise<number> {
  const rooms = Array.from({ length: 20 }, () => randomUUID());
  const body = randomBytes(bodyBytes);
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < seconds * 1000) {
    const rows = Array.from({ length: rowsPerTransaction }, (_, at): Row => {
      const room = rooms[at % rooms.length] ?? '';
      return [room, Math.floor((count + at) / rooms.length), room, new Date(), body];
    });
    await client.query('begin');
    await insert(client, rows);
    await client.query('commit');
    count += rows.length;
  }
  return round(count / ((performance.now() - startedAt) / 1000), 0);
}

async function insertOneByOne(client: pg.Client, rows: readonly Row[]): Promise<void> {
  for (const values of rows) {
    await client.query({ name: 'one', text: 'insert into messages values ($1, $2, $3, $4, $5)', values });
  }
}

const insertTogether = (client: pg.Client, rows: readonly Row[]) =>
  client.query({
    name: 'many',
    text: 'insert into messages select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::timestamptz[], $5::bytea[])',
    values: [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
  });
