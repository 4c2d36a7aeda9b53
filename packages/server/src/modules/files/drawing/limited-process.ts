import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { DrawingReply, DrawingTask } from './drawing-messages.ts';

export interface ProcessLimits {
  /** Processor time of one task. */
  timeMsMax: number;
  memoryBytesMax: number;
}

/** `exceeded`: the process was killed for time or memory; `crashed`: it ended by itself. */
export type Outcome = DrawingReply | { kind: 'exceeded' } | { kind: 'crashed' };

const workerFile = join(import.meta.dirname, 'drawing-worker.ts');
const watchEveryMs = 100;
/** Processor time counts; a process that waits for a full machine gets this much longer. */
const waitingShareMax = 6;
/** USER_HZ, the unit of /proc/PID/stat on every Linux that Node runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;
const mebibyte = 1024 * 1024;
// V8 aborts when its heap is full.
const abortExitCode = 134;

interface Usage {
  memoryBytes: number;
  cpuMs: number;
}

/** One process with one task at a time, used up by the first kill or crash. */
export class LimitedProcess {
  isUsable = true;
  private readonly limits: ProcessLimits;
  private readonly child: ChildProcess;
  private settle: ((outcome: Outcome) => void) | undefined;
  private wasKilled = false;

  constructor(limits: ProcessLimits) {
    this.limits = limits;
    this.child = fork(workerFile, [], {
      // The heap gets a part of the whole, for pixels live outside of it.
      execArgv: [`--max-old-space-size=${Math.floor(limits.memoryBytesMax / mebibyte / 2)}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Nothing of the server's environment: there is no secret that a hostile file could reach.
      env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
    });
    yieldToOthers(this.child);
    // While a task runs its timers keep the server alive; a process without work does not.
    this.child.unref();
    this.child.channel?.unref();
    this.child.on('message', (reply: DrawingReply) => this.settle?.(reply));
    this.child.on('error', () => this.end(false));
    this.child.on('exit', (code, signal) => this.end(code === abortExitCode || signal === 'SIGABRT'));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Never rejects. */
  run(task: DrawingTask): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(), this.limits.timeMsMax * waitingShareMax);
      const before = this.usage();
      const watch = setInterval(() => void this.watch(before), watchEveryMs);
      this.settle = (outcome) => {
        clearTimeout(timer);
        clearInterval(watch);
        this.settle = undefined;
        resolve(outcome);
      };
      if (!this.isUsable || !this.child.connected) return this.end(false);
      this.child.send(task, (error) => {
        if (error) this.end(false);
      });
    });
  }

  dispose(): void {
    this.isUsable = false;
    this.child.kill('SIGKILL');
  }

  private kill(): void {
    this.wasKilled = true;
    this.dispose();
  }

  private end(isHeapFull: boolean): void {
    this.isUsable = false;
    this.settle?.({ kind: this.wasKilled || isHeapFull ? 'exceeded' : 'crashed' });
  }

  /** A busy process cannot report, so its parent looks; where there is no /proc the heap limit and the clock alone count. */
  private async watch(before: Promise<Usage>): Promise<void> {
    const [first, now] = [await before, await this.usage()];
    const isOver = now.memoryBytes > this.limits.memoryBytesMax || now.cpuMs - first.cpuMs > this.limits.timeMsMax;
    // The task may have been answered meanwhile.
    if (isOver && this.settle) this.kill();
  }

  private async usage(): Promise<Usage> {
    const [statm = '', stat = ''] = await Promise.all(
      ['statm', 'stat'].map((name) => readFile(`/proc/${this.child.pid}/${name}`, 'utf8').catch(() => '')),
    );
    // The program's name in parentheses may hold spaces; user and system time are the 14th and 15th field.
    const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(times[11] ?? 0) + Number(times[12] ?? 0);
    return { memoryBytes: Number(statm.split(' ')[1] ?? 0) * pageBytes, cpuMs: (ticks * 1000) / ticksPerSecond };
  }
}

/** Pictures can wait, people's messages cannot. */
function yieldToOthers(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that forbids it, or a process that has ended already: drawing works all the same.
  }
}
