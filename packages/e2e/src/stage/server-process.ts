import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nodePath, productEnvironment, root } from './checkout.ts';

export interface ServerOptions {
  dataDir: string;
  port: number;
  isDemo?: boolean;
  /** Where its mails go; without it the server sends none. */
  mailUrl?: string;
  /** Its clock is ahead by so much, see `later.mjs`. */
  laterMs?: number;
  /** How a person starts it; by default the server itself without what `npm start` does before. */
  command?: { program: string; args: string[] };
}

const startWithinMs = 150_000;
const stopWithinMs = 15_000;
const pollMs = 50;

/** The product as its own process, the way it runs for people. */
export class ServerProcess {
  readonly baseUrl: string;
  readonly dataDir: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private said = '';

  constructor({ dataDir, port, isDemo = false, mailUrl, laterMs, command }: ServerOptions) {
    this.baseUrl = `http://localhost:${port}`;
    this.dataDir = dataDir;
    // The pipe ends with this process, and the server with the pipe: a killed test run leaves nothing behind.
    const { program, args } = command ?? {
      program: nodePath(),
      args: [
        ...['--import', join(root, 'tools', 'lifeline.mjs')],
        ...['--import', join(root, 'packages/e2e/src/stage/outside-site.mjs')],
        ...['--import', join(root, 'packages/e2e/src/stage/later.mjs')],
        join(root, 'packages/server/src/app/main.ts'),
      ],
    };
    this.child = spawn(program, isDemo ? [...args, '--demo'] : args, {
      cwd: root,
      env: productEnvironment({
        ...{ PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', PUBLIC_URL: '' },
        ...(mailUrl === undefined ? {} : { SMTP_URL: mailUrl, MAIL_FROM: 'notify@countinghouse.example' }),
        LATER_MS: String(laterMs ?? ''),
      }),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.said += text;
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => resolve(code));
    });
    // Whoever waits hears of it; when nobody waits it is no fault of the test.
    this.ended.catch(() => undefined);
  }

  /** Everything printed so far. */
  get output(): string {
    return this.said;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the server process was not started');
    return this.child.pid;
  }

  async waitUntilHealthy(): Promise<void> {
    const until = Date.now() + startWithinMs;
    while (Date.now() < until) {
      if (this.child.exitCode !== null) throw new Error(`the server ended while it started:\n${this.said}`);
      if (await this.isHealthy()) return;
      await pause(pollMs);
    }
    throw new Error(`the server did not become healthy:\n${this.said}`);
  }

  async isHealthy(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.baseUrl}/healthz`, { signal: AbortSignal.timeout(2000) });
      return answer.ok && (await answer.text()).includes('"ok"');
    } catch {
      return false;
    }
  }

  /** Waits for a line that the server prints and gives what the groups of the pattern hold. */
  async waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    const until = Date.now() + startWithinMs;
    while (Date.now() < until) {
      const found = pattern.exec(this.said);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`the server ended and never said ${pattern}:\n${this.said}`);
      await pause(pollMs);
    }
    throw new Error(`the server did not say ${pattern}:\n${this.said}`);
  }

  /** The exit code of a process that ends by itself. */
  async waitUntilEnded(): Promise<number | null> {
    return this.ended;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const giveUp = setTimeout(() => this.child.kill('SIGKILL'), stopWithinMs);
    await this.ended;
    clearTimeout(giveUp);
  }
}
