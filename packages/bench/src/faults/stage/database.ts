import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { OwnProcess, worksIn } from './processes.ts';

const hostMain = join(
  import.meta.dirname,
  '../../../../server/src/platform/postgres/testing/embedded-postgres-host.ts',
);
const startWithinMs = 60_000;

/** The PostgreSQL that works below a data directory, whoever supervises it. */
export class Database {
  private readonly dataDir: string;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  get cluster(): string {
    return join(this.dataDir, 'postgres');
  }

  /** The postmaster first; empty while it is down. */
  listProcesses(): number[] {
    const folder = realpathSync(this.cluster);
    const found = readdirSync('/proc')
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && worksIn(pid, folder));
    const postmaster = this.readPostmasterFile()?.pid;
    return found.sort((left, right) => Number(right === postmaster) - Number(left === postmaster));
  }

  signalAll(signal: NodeJS.Signals): void {
    for (const pid of this.listProcesses()) signalIfAlive(pid, signal);
  }

  killPostmaster(): void {
    const [postmaster] = this.listProcesses();
    if (postmaster !== undefined) signalIfAlive(postmaster, 'SIGKILL');
  }

  /** Processes that serve a connection. */
  listBackends(): number[] {
    return this.listProcesses().filter((pid) => /\(\d+\)|127\.0\.0\.1/.test(commandOf(pid)));
  }

  private readPostmasterFile(): { pid: number; port: number } | undefined {
    try {
      const lines = readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8').split('\n');
      return { pid: Number(lines[0]), port: Number(lines[3]) };
    } catch {
      // It is down.
      return undefined;
    }
  }

  get port(): number | undefined {
    return this.readPostmasterFile()?.port;
  }

  url(port: number): string {
    const password = readFileSync(join(this.dataDir, 'postgres.password'), 'utf8').trim();
    return `postgresql://countinghouse:${password}@127.0.0.1:${port}/countinghouse`;
  }

  /** Runs statements on a connection of their own. Rejects while the database is away. */
  async query(...statements: readonly string[]): Promise<pg.QueryResult[]> {
    const { port } = this;
    if (port === undefined) throw new Error('the database is down');
    const client = new pg.Client({ connectionString: this.url(port), connectionTimeoutMillis: 3000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const results: pg.QueryResult[] = [];
      for (const statement of statements) results.push(await client.query(statement));
      return results;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** What it is busy with: one line per connection that is not idle. */
  async describeActivity(): Promise<string[]> {
    const [result] = await this.query(
      `select format('%s %s %s since %s blocked by %s: %s', pid, state, wait_event, now() - query_start,
                     pg_blocking_pids(pid), left(regexp_replace(query, '\\s+', ' ', 'g'), 120)) as line
         from pg_stat_activity where datname is not null and state <> 'idle' and pid <> pg_backend_pid()`,
    );
    return (result?.rows ?? []).map((row: { line: string }) => row.line);
  }

  /** Ends every connection but the one that asks, as a restart of a pooler or a network fault would. */
  async cutConnections(): Promise<void> {
    await this.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
    );
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended a moment ago.
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It ended a moment ago.
    return '';
  }
}

/** A PostgreSQL for several servers, with somebody who starts it again when it dies. */
export class DatabaseHost {
  readonly database: Database;
  private readonly host: OwnProcess;

  private constructor(dataDir: string, host: OwnProcess) {
    this.database = new Database(dataDir);
    this.host = host;
  }

  static async start(dataDir: string, logFile: string): Promise<DatabaseHost> {
    const name = 'database';
    const host = new OwnProcess({ name, program: process.execPath, args: [hostMain, dataDir], env: {}, logFile });
    for (const until = Date.now() + startWithinMs; Date.now() < until && host.isRunning; await pause(50))
      if (/^postgresql:/m.test(readFileSync(logFile, 'utf8'))) return new DatabaseHost(dataDir, host);
    throw new Error(`PostgreSQL did not start; ${logFile} says why`);
  }

  async stop(): Promise<void> {
    this.host.signal('SIGTERM');
    await this.host.ended;
  }
}
