import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OwnProcess } from './processes.ts';

const root = join(import.meta.dirname, '../../../../..');
const serverMain = join(root, 'packages/server/src/app/main.ts');
const pollMs = 100;
const restartMs = { first: 500, most: 5000 };
/** One that fails again and again says the same each time. */
const crashesKept = 5;
const linesKept = 6;
const lineLengthMax = 600;
const startMark = '── started ';
/** How the product ends when it cannot start and knows why; the disk may be full at that moment. */
const namedRefusal = /^countinghouse: (?!the server could not start)/;
const healthTimeoutMs = 2000;
/** Recovery of the database after a kill included, on a machine that is busy with something else. */
export const healthyWithinMs = 90_000;

export interface ServerNodeOptions {
  name: string;
  folder: string;
  dataDir: string;
  port: number;
  env?: Record<string, string>;
}

/** One server process with somebody who starts it again, as systemd or an orchestrator would. */
export class ServerNode {
  readonly name: string;
  readonly baseUrl: string;
  readonly dataDir: string;
  readonly clockFile: string;
  readonly logFile: string;
  /** How often it ended although nobody had killed or stopped it, with what it said last. */
  readonly crashes: string[] = [];
  private readonly options: ServerNodeOptions;
  private current: OwnProcess | undefined;
  private isWanted = false;
  private mayEnd = false;
  private failedStarts = 0;

  constructor(options: ServerNodeOptions) {
    this.options = options;
    this.name = options.name;
    this.dataDir = options.dataDir;
    this.baseUrl = `http://127.0.0.1:${options.port}`;
    this.clockFile = join(options.folder, `${options.name}.clock`);
    this.logFile = join(options.folder, `${options.name}.log`);
    writeFileSync(this.clockFile, '0');
  }

  get pid(): number | undefined {
    return this.current?.isRunning ? this.current.pid : undefined;
  }

  get output(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  start(): void {
    this.isWanted = true;
    if (this.current?.isRunning) return;
    const { name, port, dataDir, env } = this.options;
    this.mayEnd = false;
    appendFileSync(this.logFile, `${startMark}${new Date().toISOString()}\n`);
    const started = new OwnProcess({
      name,
      program: process.execPath,
      args: [
        ...['--import', join(root, 'tools/lifeline.mjs'), '--import', join(import.meta.dirname, 'clock-shift.ts')],
        serverMain,
      ],
      env: {
        ...{ DATABASE_URL: '', NATS_URL: '', PUBLIC_URL: this.baseUrl, LOG_LEVEL: 'warn', ...env },
        ...{ PORT: String(port), DATA_DIR: dataDir, FAULTS_CLOCK_FILE: this.clockFile },
      },
      logFile: this.logFile,
    });
    this.current = started;
    void started.ended.then(() => this.handleEnd(started));
  }

  private async handleEnd(ended: OwnProcess): Promise<void> {
    const said = (this.output.split(startMark).at(-1) ?? '').trim().split('\n');
    const isUnexplained = !this.mayEnd && this.isWanted && !said.some((line) => namedRefusal.test(line));
    if (isUnexplained && this.crashes.length < crashesKept)
      this.crashes.push(
        said
          .slice(-linesKept)
          .map((line) => line.slice(0, lineLengthMax))
          .join('\n'),
      );
    if (!this.mayEnd) this.failedStarts += 1;
    await pause(Math.min(restartMs.most, restartMs.first * 2 ** Math.min(this.failedStarts, 10)));
    if (this.isWanted && this.current === ended) this.start();
  }

  /** Dies at once; comes back by itself unless it was told to stay down. */
  kill(): void {
    this.mayEnd = true;
    this.current?.signal('SIGKILL');
  }

  /** Ends in order; the next start is the caller's. */
  async stop(withinMs = 20_000): Promise<void> {
    this.isWanted = false;
    this.mayEnd = true;
    const { current } = this;
    if (!current?.isRunning) return;
    current.signal('SIGTERM');
    const giveUp = setTimeout(() => current.signal('SIGKILL'), withinMs);
    await current.ended;
    clearTimeout(giveUp);
  }

  /** Dies and stays down. */
  async killForGood(): Promise<void> {
    this.isWanted = false;
    this.kill();
    await this.current?.ended;
  }

  suspend(): void {
    this.current?.signal('SIGSTOP');
  }

  resume(): void {
    this.current?.signal('SIGCONT');
  }

  setClock(offsetMs: number): void {
    writeFileSync(this.clockFile, String(offsetMs));
  }

  async isHealthy(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.baseUrl}/healthz`, { signal: AbortSignal.timeout(healthTimeoutMs) });
      return answer.ok;
    } catch {
      return false;
    }
  }

  /** False where it does not take traffic within that time. */
  async becomesHealthy(withinMs = healthyWithinMs): Promise<boolean> {
    for (const until = Date.now() + withinMs; Date.now() < until; await pause(pollMs))
      if (await this.isHealthy()) {
        this.failedStarts = 0;
        return true;
      }
    return false;
  }
}
