import type { PostLedger } from './post-ledger.ts';
import type { ReferenceDatabase } from './reference-database.ts';
import type { Schedule } from './schedule.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { ServerCluster } from './server-cluster.ts';
import type { Trace } from './trace.ts';
import type { Weather } from './weather.ts';

/** What the parts of a run share. */
export interface Setting {
  readonly schedule: Schedule;
  readonly random: SeededRandom;
  readonly trace: Trace;
  /** Changes in the middle of a run. */
  readonly weather: Weather;
  readonly database: ReferenceDatabase;
  readonly cluster: ServerCluster;
  readonly ledger: PostLedger;
  nextFileNumber(): number;
  /** A property does not hold. */
  fail(property: string, detail: string): void;
}
