import { EventEmitter } from 'node:events';
import {
  makeWorkerUtils,
  Logger as QueueLogger,
  type Runner,
  run,
  type WorkerEvents,
  type WorkerUtils,
} from 'graphile-worker';
import type { Database, Transaction } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { DeadWorkers, type DeadWorkersLimits } from './dead-workers.ts';

export type JobHandler = (payload: unknown) => Promise<void>;

/** A durable queue on PostgreSQL (graphile-worker): at least once, so handlers must bear repetition. */
export interface Jobs {
  /** Declares what runs for a job name; call before `start`. */
  define(name: string, handler: JobHandler): void;
  /** Added in the caller's transaction: the job exists if and only if the transaction commits. `key` keeps at most one waiting job. */
  add(
    tx: Transaction,
    job: { name: string; payload: object; key?: string; runAt?: Date; attemptsMax?: number },
  ): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const concurrency = 4;
const attemptsMaxDefault = 5;

export function createJobs(input: { database: Database; log: Logger; deadWorkers?: DeadWorkersLimits }): Jobs {
  const { database, log } = input;
  const deadWorkers = new DeadWorkers({ database, log, ...(input.deadWorkers ? { limits: input.deadWorkers } : {}) });
  const handlers = new Map<string, JobHandler>();
  let runner: Runner | undefined;
  return {
    define: (name, handler) => {
      if (handlers.has(name)) throw new Error(`job ${name} is defined twice`);
      handlers.set(name, handler);
    },
    add: async (tx, job) => {
      await tx.query(
        'select graphile_worker.add_job($1, $2::json, max_attempts := $3, job_key := $4, run_at := $5::timestamptz)',
        [
          job.name,
          JSON.stringify(job.payload),
          job.attemptsMax ?? attemptsMaxDefault,
          job.key ?? null,
          job.runAt ?? new Date(0),
        ],
      );
    },
    start: async () => {
      const events: WorkerEvents = new EventEmitter();
      // A job is held in the name of the whole pool of workers.
      events.on('pool:create', ({ workerPool }) => deadWorkers.add(workerPool.id));
      runner = await run({
        events,
        pgPool: database.pool,
        concurrency,
        noHandleSignals: true,
        parsedCronItems: [],
        logger: queueLogger(log),
        pollInterval: 1000,
        taskList: Object.fromEntries([...handlers].map(([name, handler]) => [name, logged(name, handler, log)])),
      });
      deadWorkers.start();
    },
    stop: async () => {
      await runner?.stop();
      runner = undefined;
      await deadWorkers.stop();
    },
  };
}

/** The queue's own lines, through our log. */
const queueLogger = (log: Logger): QueueLogger =>
  new QueueLogger(() => (level, message) => {
    if (level === 'error') log.error({ queue: message }, 'job queue');
    else if (level === 'warning') log.warn({ queue: message }, 'job queue');
    else log.debug({ queue: message }, 'job queue');
  });

const logged =
  (name: string, handler: JobHandler, log: Logger): JobHandler =>
  async (payload) => {
    try {
      await handler(payload);
    } catch (error) {
      log.error({ err: error, job: name }, 'job failed; it will be tried again');
      throw error;
    }
  };

/** Makes the queue's own tables; runs before the first `add`. */
export async function migrateJobs({ database, log }: { database: Database; log: Logger }): Promise<void> {
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: database.pool, logger: queueLogger(log) });
  await utils.migrate();
  await utils.release();
}
