import cluster from 'node:cluster';
import { type Config, readConfig } from '../platform/config.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { explainFailure } from './explain-failure.ts';
import { announceReady, createSharedMetrics, forkWorker } from './processes/cluster-worker.ts';
import { WorkerPool } from './processes/worker-pool.ts';
import { greet, openDatabaseServer, prepareServer, type Start, type Undo } from './start-server.ts';

const stopWithinMs = 10_000;
/** Longer than the workers take, whom the pool kills when they take too long. */
const primaryStopWithinMs = 25_000;

/** The only process. */
async function startAlone(start: Start): Promise<void> {
  const server = await prepareServer(start, await openDatabaseServer(start));
  await server.start();
  await greet(server);
}

/** Prepares the database once, then only watches over the processes that serve. */
async function startPrimary(start: Start): Promise<void> {
  const { config, log, undo } = start;
  const databaseUrl = await openDatabaseServer(start);
  const preparing: Undo = [];
  try {
    const alone = { ...config, nats: undefined };
    const server = await prepareServer({ config: alone, log, undo: preparing }, databaseUrl);
    const size = config.processes ?? 1;
    const pool = new WorkerPool({ size, fork: () => forkWorker(databaseUrl, size), log });
    undo.unshift(() => pool.stop());
    await pool.start();
    await greet(server);
    process.on('SIGHUP', () => void pool.restart());
  } finally {
    for (const step of preparing) await step();
  }
}

/** One of several behind one port. It lives as long as the primary, and only that one tells it to stop. */
async function startWorker(start: Start, stop: (exitCode: number) => Promise<void>): Promise<void> {
  process.on('disconnect', () => void stop(1));
  const databaseUrl = await openDatabaseServer(start);
  const server = await prepareServer(start, databaseUrl, { collectMetrics: createSharedMetrics });
  await server.start();
  announceReady();
}

function createStop(undo: Undo, log: Logger, withinMs: number): (exitCode: number) => Promise<void> {
  let isStopping = false;
  return async (exitCode) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(exitCode || 1), withinMs).unref();
    for (const step of undo) await step().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
    process.exit(exitCode);
  };
}

async function main(): Promise<void> {
  const log = createLogger(process.env.LOG_LEVEL ?? 'warn');
  const undo: Undo = [];
  let config: Config | undefined;
  let stop = createStop(undo, log, stopWithinMs);
  try {
    config = readConfig(process.env, process.argv.slice(2));
    const isPrimary = cluster.isPrimary && (config.processes ?? 1) > 1;
    if (isPrimary) stop = createStop(undo, log, primaryStopWithinMs);
    process.on('SIGTERM', () => void stop(0));
    // A terminal sends these to the whole group; a worker waits for the primary's word.
    process.on('SIGINT', () => void (cluster.isWorker || stop(0)));
    if (cluster.isWorker || !isPrimary) process.on('SIGHUP', () => void (cluster.isWorker || stop(0)));
    const start: Start = { config, log, undo };
    if (cluster.isWorker) await startWorker(start, stop);
    else if (isPrimary) await startPrimary(start);
    else await startAlone(start);
  } catch (error) {
    const explanation = explainFailure(error, config);
    if (explanation === undefined) log.fatal({ err: error }, 'start failed');
    process.stderr.write(`countinghouse: ${explanation ?? 'the server could not start; the lines above say why'}\n`);
    await stop(1);
  }
}

await main();
