import { mkdir } from 'node:fs/promises';
import { createInProcessBus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { DomainEvents } from '../platform/events.ts';
import { createNewId } from '../platform/ids.ts';
import { createJobs, migrateJobs } from '../platform/jobs/jobs.ts';
import type { Logger } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { Platform } from '../platform/platform.ts';
import { type KeyProvider, openFileKeyProvider } from '../platform/secrets/key-provider.ts';
import { createSealer } from '../platform/secrets/sealer.ts';

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
  const close = async () => {
    await Promise.all([database.close(), keyDatabase.close()]);
  };
  try {
    await migrate(database);
    await migrateJobs({ database, log });
    const [known] = await database.query<{ wrapped: Buffer }>('select wrapped from data_keys order by id limit 1');
    const keys = await openFileKeyProvider(config.dataDir, known?.wrapped);
    const platform: Platform = {
      config,
      database,
      log,
      clock,
      newId: createNewId(clock),
      metrics: createMetrics(),
      bus: createInProcessBus(),
      events: new DomainEvents(),
      jobs: createJobs({ database, log }),
      sealer: createSealer({ database: keyDatabase, keys, clock: clock }),
    };
    // From the first start on there is a key that only this master key opens, so that a lost one is noticed.
    await platform.sealer.currentKey('files');
    return { platform, keys, close };
  } catch (error) {
    await close();
    throw error;
  }
}
