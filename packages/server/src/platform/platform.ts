import type { Bus } from './bus/bus.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { DomainEvents } from './events.ts';
import type { NewId } from './ids.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Logger } from './log.ts';
import type { Registry } from './metrics.ts';
import type { Sealer } from './secrets/sealer.ts';

/** What every module is built on; made once by `app`. A module's parts take only the members that they use. */
export interface Platform {
  config: Config;
  database: Database;
  clock: Clock;
  newId: NewId;
  log: Logger;
  metrics: Registry;
  bus: Bus;
  events: DomainEvents;
  jobs: Jobs;
  sealer: Sealer;
}
