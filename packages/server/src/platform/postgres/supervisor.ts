import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { failedProgram } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { type PostgresIdentity, postgresEnvironment } from './identity.ts';
import type { PostgresLog } from './log.ts';
import { endLeftovers, readPostmasterFile } from './postmaster.ts';

const POLL_MS = 20;
const STILL_STARTING_MS = 5_000;
const BACK_OFF_FIRST_MS = 100;
const BACK_OFF_MAX_MS = 10_000;
// After this long without a fault, the next one starts with the shortest wait again.
const HEALTHY_MS = 60_000;
const KEPT_LINES = 30;
const STOP_STEPS = [
  { signal: 'SIGINT', timeoutMs: 20_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
  { signal: 'SIGKILL', timeoutMs: 5_000 },
] as const;

export type SupervisorOptions = {
  cluster: string;
  port: number;
  binaries: PostgresBinaries;
  identity: PostgresIdentity;
  settings: Readonly<Record<string, string>>;
  log: PostgresLog;
  onRestart: () => void;
};

type Server = { process: ChildProcess; exited: Promise<void>; lines: string[] };

/** Keeps one PostgreSQL server running on a cluster, on one port, until it is told to stop. */
export class PostgresSupervisor {
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  #server: Server | undefined;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Starts the server and waits until it takes connections. Throws when the server gives up. */
  async start(): Promise<void> {
    await this.#launch();
    this.#watching = this.#watch();
  }

  /** Shuts the server down in order; force follows where it does not obey. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#server !== undefined) await endServer(this.#server);
    await this.#watching;
    // A restart may have been under way.
    if (this.#server !== undefined) await endServer(this.#server);
  }

  async #launch(): Promise<void> {
    const { cluster, log } = this.#options;
    await endLeftovers(cluster, log);
    this.#stopping.signal.throwIfAborted();
    const server = this.#spawn();
    this.#server = server;
    const startedAt = performance.now();
    let told = startedAt;
    while (server.process.exitCode === null && server.process.signalCode === null) {
      const file = readPostmasterFile(cluster);
      if (file?.pid === server.process.pid && file?.status === 'ready') return;
      if (performance.now() - told > STILL_STARTING_MS) {
        told = performance.now();
        log.info({ seconds: Math.round((told - startedAt) / 1000) }, 'The database is recovering; please wait.');
      }
      await Promise.race([sleep(POLL_MS), server.exited]);
    }
    await server.exited;
    throw this.#describeFailure(server);
  }

  #spawn(): Server {
    const { binaries, cluster, identity, log } = this.#options;
    const args = ['-D', cluster, ...serverArgs(this.#options)];
    const { program, args: wrappedArgs, uid, gid } = identity.wrap(binaries.postgres, args);
    // Its own process group, so that Ctrl-C in a terminal reaches only this process, which then stops things in order.
    const child = spawn(program, wrappedArgs, {
      uid,
      gid,
      cwd: cluster,
      env: postgresEnvironment(),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      logLine(log, line);
    });
    const exited = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.once('error', (error) => {
        lines.push(`FATAL: ${error.message}`);
        resolve();
      });
    });
    return { process: child, exited, lines };
  }

  async #watch(): Promise<void> {
    let backOffMs = BACK_OFF_FIRST_MS;
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      await this.#server?.exited;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedAt > HEALTHY_MS) backOffMs = BACK_OFF_FIRST_MS;
      this.#options.log.warn({ backOffMs }, 'The database ended unexpectedly; starting it again.');
      await sleep(backOffMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MAX_MS);
      await this.#relaunch();
    }
  }

  async #relaunch(): Promise<void> {
    try {
      await this.#launch();
      this.#options.log.info({}, 'The database is running again.');
      this.#options.onRestart();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#options.log.error({ err: error }, 'The database could not be started again; trying on.');
    }
  }

  #describeFailure(server: Server): EmbeddedPostgresError {
    const output = server.lines.join('\n');
    if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(output)) {
      return new EmbeddedPostgresError(
        'database_port_in_use',
        `Port ${this.#options.port} for the embedded database is in use: stop the program that uses it, or choose another port.`,
      );
    }
    return failedProgram('postgres', this.#options.cluster, output);
  }
}

async function endServer(server: Server): Promise<void> {
  for (const { signal, timeoutMs } of STOP_STEPS) {
    if (server.process.exitCode !== null || server.process.signalCode !== null) break;
    server.process.kill(signal);
    const timer = new AbortController();
    await Promise.race([server.exited, sleep(timeoutMs, undefined, { signal: timer.signal })]);
    timer.abort();
  }
  await server.exited;
}

function serverArgs(options: SupervisorOptions): string[] {
  const settings: Record<string, string> = {
    port: String(options.port),
    // A socket file's path is limited to 107 bytes and data directories are not; loopback has no such limit.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    // Statements and key values are clients' data and stay out of the logs; whoever sent the statement gets the error.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function logLine(log: PostgresLog, line: string): void {
  if (/^PANIC:/.test(line)) log.error({}, line);
  else if (/^FATAL:/.test(line)) log.warn({}, line);
  else log.debug({}, line);
}
