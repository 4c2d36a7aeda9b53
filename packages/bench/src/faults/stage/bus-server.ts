import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { OwnProcess } from './processes.ts';

const candidates = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];
const startWithinMs = 10_000;

/**
 * The program `nats-server`; as root it is installed from Debian where it is missing. Throws one line that says what to
 * do where it cannot be had.
 */
export function findNatsServer(): string {
  const found = candidates.find((path) => existsSync(path));
  if (found) return found;
  if (process.getuid?.() === 0) {
    const options = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'nats-server'], options);
  }
  const installed = candidates.find((path) => existsSync(path));
  if (installed) return installed;
  throw new Error('nats-server is missing and could not be installed: apt-get install nats-server, then run again.');
}

/** The bus between several servers. */
export class BusServer {
  readonly url: string;
  private readonly options: { port: number; logFile: string };
  private current: OwnProcess;

  constructor(options: { port: number; logFile: string }) {
    this.options = options;
    this.url = `nats://127.0.0.1:${options.port}`;
    this.current = this.spawn();
  }

  private spawn(): OwnProcess {
    const { port, logFile } = this.options;
    const args = ['-a', '127.0.0.1', '-p', String(port)];
    return new OwnProcess({ name: 'bus', program: findNatsServer(), args, env: {}, logFile });
  }

  async becomesReady(): Promise<void> {
    for (const until = Date.now() + startWithinMs; Date.now() < until; await pause(50))
      if (await accepts(this.options.port)) return;
    throw new Error(`nats-server did not start; ${this.options.logFile} says why`);
  }

  async kill(): Promise<void> {
    this.current.signal('SIGKILL');
    await this.current.ended;
  }

  async start(): Promise<void> {
    if (!this.current.isRunning) this.current = this.spawn();
    await this.becomesReady();
  }

  suspend(): void {
    this.current.signal('SIGSTOP');
  }

  resume(): void {
    this.current.signal('SIGCONT');
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
