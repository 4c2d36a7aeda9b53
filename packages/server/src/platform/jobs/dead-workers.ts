import type pg from 'pg';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';

const lockClass = 727_003;

export interface DeadWorkersLimits {
  lookEveryMs: number;
  /** After a restart of the database every process has so long to say again that its workers live. */
  graceMs: number;
}

export const deadWorkersLimits: DeadWorkersLimits = { lookEveryMs: 10_000, graceMs: 10_000 };

/**
 * Gives back the jobs of processes that died in the middle of them, which the queue itself does after four hours only.
 * Each process holds a lock of the database in the name of its workers, on a connection of its own; the lock ends with the
 * process, however it ends. Workers that hold jobs and no lock are dead.
 */
export class DeadWorkers {
  private readonly database: Database;
  private readonly log: Logger;
  private readonly limits: DeadWorkersLimits;
  private readonly own = new Set<string>();
  private client: pg.PoolClient | undefined;
  private heldSinceMs = 0;
  private timer: NodeJS.Timeout | undefined;
  /** One statement at a time on the one connection. */
  private tail: Promise<void> = Promise.resolve();

  constructor(input: { database: Database; log: Logger; limits?: DeadWorkersLimits }) {
    this.database = input.database;
    this.log = input.log;
    this.limits = input.limits ?? deadWorkersLimits;
  }

  start(): void {
    this.timer = setInterval(() => this.enqueue(() => this.look()), this.limits.lookEveryMs);
  }

  /** From now on these workers of ours count as alive. */
  add(workerId: string): void {
    this.enqueue(async () => {
      const client = await this.hold();
      this.own.add(workerId);
      await lock(client, workerId);
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.tail;
    this.letGo();
  }

  private enqueue(work: () => Promise<void>): void {
    this.tail = this.tail.then(work).catch((error: unknown) => {
      this.log.warn({ err: error }, 'dead workers could not be looked for; tried again');
      this.letGo();
    });
  }

  /** The locks end with the connection, so it must not go back to the pool. */
  private letGo(): void {
    const { client } = this;
    this.client = undefined;
    client?.release(true);
  }

  private async hold(): Promise<pg.PoolClient> {
    if (this.client) return this.client;
    const client = await this.database.pool.connect();
    this.client = client;
    this.heldSinceMs = performance.now();
    client.once('end', () => {
      if (this.client === client) this.letGo();
    });
    for (const workerId of this.own) await lock(client, workerId);
    return client;
  }

  private async look(): Promise<void> {
    const client = await this.hold();
    if (performance.now() - this.heldSinceMs < this.limits.graceMs) return;
    const { rows } = await client.query<{ locked_by: string }>(
      `select distinct locked_by from graphile_worker.jobs
       where locked_by is not null and locked_at < now() - $1::bigint * interval '1 millisecond'`,
      [this.limits.graceMs],
    );
    for (const { locked_by: workerId } of rows) if (!this.own.has(workerId)) await this.giveBack(client, workerId);
  }

  private async giveBack(client: pg.PoolClient, workerId: string): Promise<void> {
    const { rows } = await client.query<{ isFree: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as "isFree"',
      [lockClass, workerId],
    );
    if (!rows[0]?.isFree) return;
    await client.query('select graphile_worker.force_unlock_workers(array[$1])', [workerId]);
    await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockClass, workerId]);
    this.log.warn({ worker: workerId }, 'the jobs of a process that died are given back');
  }
}

const lock = async (client: pg.PoolClient, workerId: string): Promise<void> => {
  await client.query('select pg_advisory_lock($1, hashtext($2))', [lockClass, workerId]);
};
