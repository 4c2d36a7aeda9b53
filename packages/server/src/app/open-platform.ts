import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Bus } from '../platform/bus/bus.ts';
import { createInProcessBus } from '../platform/bus/in-process-bus.ts';
import { openNatsBus } from '../platform/bus/nats-bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { isMigrated, migrate } from '../platform/database/migrate.ts';
import { DomainEvents } from '../platform/events.ts';
import { createNewId } from '../platform/ids.ts';
import { createJobs, migrateJobs } from '../platform/jobs/jobs.ts';
import type { Logger } from '../platform/log.ts';
import { createMetrics, type Registry } from '../platform/metrics.ts';
import type { Platform } from '../platform/platform.ts';
import { type KeyProvider, openFileKeyProvider } from '../platform/secrets/key-provider.ts';
import { createSealer, type Sealer } from '../platform/secrets/sealer.ts';
import { oneAtATime } from './opening-lock.ts';

const keyConnectionsMax = 2;

export interface OpenPlatform {
  platform: Platform;
  keys: KeyProvider;
  close(): Promise<void>;
}

/** Opens the database, brings it to this version, and makes what modules are built on. */
export async function openPlatform(input: {
  config: Config;
  databaseUrl: string;
  log: Logger;
  clock: Clock;
}): Promise<OpenPlatform> {
  const { config, log, clock } = input;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const database = openDatabase({ url: input.databaseUrl, log });
  const keyDatabase = openDatabase({ url: input.databaseUrl, log, connectionsMax: keyConnectionsMax });
  let bus: Bus | undefined;
  const close = async () => {
    await bus?.close();
    await Promise.all([database.close(), keyDatabase.close()]);
  };
  try {
    const { keys, sealer, firstKey } = await prepare({ database, log }, async () => {
      await migrate(database);
      await migrateJobs({ database, log });
      return openKeys({ config, database, keyDatabase, clock });
    });
    const metrics = createMetrics();
    bus = await openBus({ config, log, metrics, keys, firstKey });
    const platform: Platform = {
      config,
      database,
      log,
      clock,
      newId: createNewId(clock),
      metrics,
      bus,
      events: new DomainEvents(),
      jobs: createJobs({ database, log }),
      sealer,
    };
    return { platform, keys, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Processes that start together take turns: the first makes the tables and the keys, the others find them. Where all is
 * there already nobody waits for anybody, also not for a machine that was cut off in its turn.
 */
async function prepare<Result>(
  { database, log }: { database: Database; log: Logger },
  open: () => Promise<Result>,
): Promise<Result> {
  const isPrepared = (await isMigrated(database)) && (await findFirstKey(database)) !== undefined;
  return isPrepared ? open() : oneAtATime({ database, log }, open);
}

async function findFirstKey(database: Database): Promise<Buffer | undefined> {
  const [row] = await database.query<{ wrapped: Buffer }>('select wrapped from data_keys order by id limit 1');
  return row?.wrapped;
}

interface Keys {
  keys: KeyProvider;
  sealer: Sealer;
  /** The first data key of the installation, as it is kept. */
  firstKey: Buffer;
}

async function openKeys(input: {
  config: Config;
  database: Database;
  keyDatabase: Database;
  clock: Clock;
}): Promise<Keys> {
  const keys = await openFileKeyProvider(input.config.dataDir, await findFirstKey(input.database));
  const sealer = createSealer({ database: input.keyDatabase, keys, clock: input.clock });
  // From the first start on there is a key that only this master key opens, so that a lost one is noticed.
  await sealer.currentKey('files');
  const firstKey = await findFirstKey(input.database);
  if (firstKey === undefined) throw new Error('the first data key was not kept');
  return { keys, sealer, firstKey };
}

function openBus(input: {
  config: Config;
  log: Logger;
  metrics: Registry;
  keys: KeyProvider;
  firstKey: Buffer;
}): Promise<Bus> | Bus {
  const { config, log, metrics, keys, firstKey } = input;
  if (config.nats === undefined) return createInProcessBus({ log });
  return openNatsBus({
    address: config.nats,
    // All processes on one database find the same; installations that share a NATS do not hear each other.
    installation: createHash('sha256').update(firstKey).digest('hex').slice(0, 16),
    name: `countinghouse ${process.pid}`,
    key: keys.derive('bus'),
    log,
    metrics,
  });
}
