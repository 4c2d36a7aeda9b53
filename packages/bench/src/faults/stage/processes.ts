import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, readlinkSync } from 'node:fs';

export interface Command {
  name: string;
  program: string;
  args: readonly string[];
  env: Record<string, string | undefined>;
  /** What it says is added to this file. */
  logFile: string;
}

/** A process that the run started: it alone may be stopped, suspended or killed. */
export class OwnProcess {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  private isOver = false;

  constructor({ name, program, args, env, logFile }: Command) {
    this.name = name;
    const log = openSync(logFile, 'a');
    // The pipe ends with this process; a server that loads tools/lifeline.mjs then stops.
    this.child = spawn(program, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', log, log, 'pipe'] });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.isOver = true;
        resolve();
      };
      this.child.once('close', end);
      this.child.once('error', end);
    });
  }

  get isRunning(): boolean {
    return !this.isOver;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} was not started`);
    return this.child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal);
  }
}

function readStatus(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It ended between the listing and this line.
    return undefined;
  }
}

/** Whether the process is alive and works in this folder, as every process of a PostgreSQL works in its cluster. */
export function worksIn(pid: number, folder: string): boolean {
  const status = readStatus(pid);
  return status !== undefined && !/^State:\s+Z/m.test(status) && workingFolderOf(pid) === folder;
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It ended, or belongs to somebody else: either way it is not ours.
    return undefined;
  }
}
