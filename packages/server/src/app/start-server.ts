import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/log.ts';
import type { Registry } from '../platform/metrics.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded-postgres.ts';
import { linkForFirstAdministrator } from './first-administrator.ts';
import { openPlatform } from './open-platform.ts';
import { createServer, type Server } from './server.ts';
import { readTrustedRoots } from './trusted-roots.ts';

/** What to undo when the process ends, newest first. */
export type Undo = (() => Promise<void>)[];

export interface Start {
  config: Config;
  log: Logger;
  undo: Undo;
}

// What one process opens: the pool, the one for keys, and the queue's listener.
const connectionsPerProcess = 20;
const connectionsMin = 100;

/** The database to work on: the one that is named, or the embedded one, big enough for all processes. */
export async function openDatabaseServer({ config, log, undo }: Start): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const connections = Math.max(connectionsMin, connectionsPerProcess * ((config.processes ?? 1) + 1));
  const settings = { max_connections: String(connections) };
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log, settings });
  undo.unshift(() => postgres.stop());
  return postgres.url;
}

// Loaded only when asked for: an ordinary installation needs neither the story nor the invoice maker.
const loadDemo = (config: Config) => (config.isDemo ? import('./demo/demo.ts') : undefined);

/** One server, not listening yet; the demonstration is filled where it is asked for. */
export async function prepareServer(
  { config, log, undo }: Start,
  databaseUrl: string,
  options: { collectMetrics?: (own: Registry) => () => Promise<string> } = {},
): Promise<Server> {
  const demo = await loadDemo(config);
  const travelClock = demo?.createTravelClock();
  const clock: Clock = travelClock ?? systemClock;
  const { platform, keys, close } = await openPlatform({ config, databaseUrl, log, clock });
  undo.unshift(close);
  const trustedRoots = [...(await readTrustedRoots(config.trustedRootFiles)), ...(demo?.demoTrustedRoots ?? [])];
  const collectMetrics = options.collectMetrics?.(platform.metrics);
  const server = await createServer(platform, keys, { trustedRoots, ...(collectMetrics ? { collectMetrics } : {}) });
  undo.unshift(() => server.stop());
  if (demo && travelClock) await demo.fillDemo(server, travelClock, say);
  return server;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The address, and one-time links for whoever has none yet. */
export async function greet(server: Server): Promise<void> {
  const { config, database } = server.platform;
  say(`\n  账房 Countinghouse  ${config.publicUrl}\n`);
  const demo = await loadDemo(config);
  if (demo) {
    for (const line of await demo.demoLinks(server)) say(line);
    return;
  }
  const link = await linkForFirstAdministrator(database, server.identity);
  if (link) say(`  首位管理员的一次性登录链接 · one-time link for the first administrator (24 h):\n  ${link}\n`);
}
