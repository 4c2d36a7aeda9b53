import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts, freePort } from '../../system/free-port.ts';
import { cpuSecondsOfTree } from '../../system/process-tree.ts';
import { startChild } from '../system/child.ts';
import { makeFolder } from '../system/leftovers.ts';
import { type Postgres, withClient } from '../system/postgres.ts';
import { ejabberdConfig } from './config.ts';

const schemaFile = '/usr/share/ejabberd/sql/pg.sql';
const librariesFolder = '/usr/lib';
const erlangFolder = '/usr/lib/erlang/lib';
const startWithinMs = 60_000;
const pollMs = 100;
export const howToInstallEjabberd = 'ejabberd is not installed; on Debian: apt-get install ejabberd erlang-p1-pgsql';

export interface Ejabberd {
  version: string;
  port: number;
  cpuSeconds(): Promise<number>;
  /** Messages of rooms that its archive in PostgreSQL holds. */
  countArchived(): Promise<number>;
  stop(): Promise<void>;
}

/** The folder of Erlang libraries that holds ejabberd, provided that its PostgreSQL driver is there too; undefined where one is missing. */
function findLibraries(): { folder: string; version: string } | undefined {
  const hasDriver = existsSync(erlangFolder) && readdirSync(erlangFolder).some((name) => name.startsWith('p1_pgsql-'));
  if (!hasDriver || !existsSync(schemaFile)) return undefined;
  for (const name of readdirSync(librariesFolder).filter((entry) => entry.includes('-linux-'))) {
    const folder = join(librariesFolder, name);
    const versions = readdirSync(folder).flatMap((entry) => /^ejabberd-(\d[\d.]*)/.exec(entry)?.[1] ?? []);
    if (versions[0] !== undefined) return { folder, version: versions[0] };
  }
  return undefined;
}

/** Debian's ejabberd in a folder of its own, outside any Erlang network; undefined where it is not installed. */
export async function startEjabberd(postgres: Postgres): Promise<Ejabberd | undefined> {
  const libraries = findLibraries();
  if (!libraries) return undefined;
  const databaseUrl = await postgres.createDatabase('ejabberd');
  const schema = await readFile(schemaFile, 'utf8');
  await withClient(databaseUrl, (client) => client.query(schema));
  const { path: folder, remove } = await makeFolder('ejabberd');
  const port = await freePort();
  const config = join(folder, 'ejabberd.yml');
  await writeFile(config, ejabberdConfig({ port, databaseUrl }), { mode: 0o600 });
  const child = startChild({
    name: 'ejabberd',
    isQuiet: true,
    // As Debian's `ejabberdctl` starts it, but without distribution: no node name, and no epmd that would stay behind.
    command: [
      'erl',
      '+K',
      'true',
      '+P',
      '250000',
      '-noinput',
      '-mnesia',
      'dir',
      `"${folder}/mnesia"`,
      '-s',
      'ejabberd',
    ],
    env: {
      ERL_LIBS: libraries.folder,
      ERL_MAX_PORTS: '32000',
      ERL_MAX_ETS_TABLES: '1400',
      ERL_CRASH_DUMP_BYTES: '0',
      EJABBERD_CONFIG_PATH: config,
      EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
      HOME: folder,
    },
  });
  const stop = async () => {
    await child.stop();
    await remove();
  };
  try {
    await waitUntilListening(port, () => child.hasEnded());
  } catch (error) {
    const log = await readFile(join(folder, 'ejabberd.log'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`ejabberd did not start:\n${log.slice(-2000)}`, { cause: error });
  }
  return {
    version: libraries.version,
    port,
    cpuSeconds: () => cpuSecondsOfTree(child.pid),
    countArchived: () =>
      withClient(databaseUrl, async (client) => {
        const { rows } = await client.query<{ count: string }>("select count(*) from archive where kind = 'groupchat'");
        return Number(rows[0]?.count ?? 0);
      }),
    stop,
  };
}

async function waitUntilListening(port: number, hasEnded: () => boolean): Promise<void> {
  const deadline = performance.now() + startWithinMs;
  while (!(await accepts(port))) {
    if (hasEnded()) throw new Error('it ended');
    if (performance.now() > deadline) throw new Error(`it was not ready in ${startWithinMs} ms`);
    await sleep(pollMs);
  }
}
