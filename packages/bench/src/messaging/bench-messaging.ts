import { type ChartedResults, drawCharts } from './charts/draw-charts.ts';
import { compare } from './parts/compare.ts';
import { group } from './parts/group.ts';
import { growth } from './parts/growth.ts';
import { history } from './parts/history.ts';
import { idle } from './parts/idle.ts';
import type { Part, PartContext, PartResult } from './parts/part.ts';
import { processes } from './parts/processes.ts';
import { reconnect } from './parts/reconnect.ts';
import { conditions } from './system/conditions.ts';
import { cleanUpOnSignals, unlessInterrupted } from './system/leftovers.ts';
import { startPostgres } from './system/postgres.ts';

const parts: Readonly<Record<string, Part>> = { compare, idle, group, history, reconnect, processes, growth };
/** What may stand after `--part`. */
export const messagingPartNames: readonly string[] = Object.keys(parts);
const partsDefault = ['compare', 'idle'];
const secondsDefault = 20;
const warmUpSeconds = 5;

export interface MessagingOptions {
  isJson: boolean;
  /** Names of `parts`, or `all`; what the last line must hold where absent. */
  part?: string[];
  seconds?: number;
  /** Of connections, members or stored messages, where a part shall take another number than its own. */
  size?: number;
  /** Folder for the pictures of `docs/performance.md`. */
  charts?: string;
}

/** Measures messaging against ejabberd and against the machine, every part on the same PostgreSQL. */
export async function benchMessaging(options: MessagingOptions): Promise<void> {
  const names = options.part?.includes('all') ? Object.keys(parts) : (options.part ?? partsDefault);
  cleanUpOnSignals();
  const postgres = await startPostgres();
  try {
    const settings = await postgres.settings();
    const seconds = options.seconds ?? secondsDefault;
    const context: PartContext = {
      postgres,
      seconds,
      warmUpSeconds: Math.min(warmUpSeconds, seconds),
      size: options.size,
      say: (line) => {
        if (!options.isJson) process.stdout.write(`${line}\n`);
      },
    };
    const results: PartResult = {};
    const under = conditions(settings);
    for (const name of names) Object.assign(results, await parts[name]?.(context));
    // Every part gives what its pictures need under the names that they ask for.
    if (options.charts !== undefined) await drawCharts(options.charts, results as ChartedResults);
    process.stdout.write(`${JSON.stringify({ bench: 'messaging', conditions: under, ...results })}\n`);
  } catch (error) {
    await unlessInterrupted();
    throw error;
  } finally {
    await postgres.stop();
  }
}
