import { join } from 'node:path';
import pg from 'pg';
import { cpuSecondsOfTree } from '../../system/process-tree.ts';
import { type Child, startChild } from './child.ts';
import { makeFolder } from './leftovers.ts';

const hostMain = join(
  import.meta.dirname,
  '../../../../server/src/platform/postgres/testing/embedded-postgres-host.ts',
);
const startWithinMs = 60_000;

export interface PostgresSettings {
  version: string;
  fsync: string;
  synchronousCommit: string;
  sharedBuffers: string;
}

/** The PostgreSQL that all parts of a run share, each with a database of its own. */
export interface Postgres {
  /** Makes the database; answers its connection string. */
  createDatabase(name: string): Promise<string>;
  settings(): Promise<PostgresSettings>;
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** The product's own PostgreSQL in a process and a folder of its own. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await makeFolder('database');
  const child: Child = startChild({ name: 'database', command: [process.execPath, hostMain, folder.path] });
  const stop = async () => {
    await child.stop();
    await folder.remove();
  };
  try {
    const [url = ''] = await child.waitFor(/postgresql:\/\/\S+/, startWithinMs);
    return {
      createDatabase: (name) => createDatabase(url, name),
      settings: () => readSettings(url),
      cpuSeconds: () => cpuSecondsOfTree(child.pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createDatabase(url: string, name: string): Promise<string> {
  await withClient(url, (client) => client.query(`create database ${pg.escapeIdentifier(name)}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

const readSettings = (url: string): Promise<PostgresSettings> =>
  withClient(url, async (client) => {
    const names = ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers'];
    const { rows } = await client.query<{ name: string; value: string }>(
      'select name, current_setting(name) as value from unnest($1::text[]) as name',
      [names],
    );
    const values = new Map(rows.map((row) => [row.name, row.value]));
    const [version = '', fsync = '', synchronousCommit = '', sharedBuffers = ''] = names.map((name) =>
      values.get(name),
    );
    return { version, fsync, synchronousCommit, sharedBuffers };
  });

export async function withClient<Result>(url: string, action: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}
