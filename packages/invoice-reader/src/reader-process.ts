import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { WorkerReply, WorkerRequest } from './reader-messages.ts';
import type { RefusalCode } from './reading.ts';

interface Usage {
  memoryBytes: number;
  cpuMs: number;
}

export interface ProcessLimits {
  /** Processor time. */
  timeMsMax: number;
  memoryBytesMax: number;
}

export type Outcome = { kind: 'reply'; reply: WorkerReply } | { kind: 'killed'; code: RefusalCode; message: string };

type Task = WorkerRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;

// Beside this file, as TypeScript here and as JavaScript in the package that others install.
const WORKER = fileURLToPath(import.meta.url).replace('reader-process', 'reader-worker');
const WATCH_MS = 100;
/** The time limit counts the worker's own processor time; a worker that waits for a full machine gets this much longer. */
const WAITING_SHARE_MAX = 6;
/** USER_HZ, the unit of /proc/PID/stat on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;
/** Where Node keeps what it has compiled, so that a worker starts with half of the processor time. */
const { NODE_COMPILE_CACHE } = process.env;
const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
// V8 aborts when its heap is full.
const ABORT_EXIT_CODE = 134;

/** One worker process with one task at a time. It is used up by the first kill or crash. */
export class ReaderProcess {
  readonly #limits: ProcessLimits;
  readonly #child: ChildProcess;
  #settle: ((outcome: Outcome) => void) | null = null;
  #stop: { code: RefusalCode; message: string } | null = null;
  #nextId = 1;
  isUsable = true;
  /** Memory after the last task. */
  rssBytes = 0;

  constructor(limits: ProcessLimits) {
    this.#limits = limits;
    this.#child = fork(WORKER, [], {
      // The heap gets less than the whole, for pictures and models live outside of it.
      execArgv: [`--max-old-space-size=${Math.max(64, Math.floor(limits.memoryBytesMax / MIB / 2))}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Nothing else of the server's environment: a worker must not know a secret that a hostile file could reach.
      env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...compileCache },
    });
    yieldToOthers(this.#child);
    this.#child.on('message', (reply: WorkerReply) => this.#finish({ kind: 'reply', reply }));
    this.#child.on('error', () => this.#end(null));
    this.#child.on('exit', (exitCode, signal) =>
      this.#end(exitCode === ABORT_EXIT_CODE || signal === 'SIGABRT' ? 'abort' : null),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Never rejects; a task that takes too much time or memory kills the process. */
  run(task: Task): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#killForTime(), this.#limits.timeMsMax * WAITING_SHARE_MAX);
      const startedWith = this.#usage();
      const watch = setInterval(() => void this.#watch(startedWith), WATCH_MS);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        clearInterval(watch);
        this.#settle = null;
        resolve(outcome);
      };
      if (!this.isUsable || !this.#child.connected) {
        this.#finish({ kind: 'killed', code: 'reader_crashed', message: 'The reading process was gone.' });
        return;
      }
      this.#child.send({ ...task, id: this.#nextId++ }, (error) => {
        if (error) this.#end(null);
      });
    });
  }

  dispose(): void {
    this.isUsable = false;
    this.#child.kill('SIGKILL');
  }

  #finish(outcome: Outcome): void {
    if (outcome.kind === 'reply') this.rssBytes = outcome.reply.rssBytes;
    this.#settle?.(outcome);
  }

  #kill(code: RefusalCode, message: string): void {
    this.#stop ??= { code, message };
    this.dispose();
  }

  #end(reason: 'abort' | null): void {
    this.isUsable = false;
    const aborted = { code: 'memory_exceeded', message: 'Reading took more memory than allowed.' } as const;
    const crashed = { code: 'reader_crashed', message: 'The reading process ended unexpectedly.' } as const;
    this.#finish({ kind: 'killed', ...(this.#stop ?? (reason === 'abort' ? aborted : crashed)) });
  }

  #killForTime(): void {
    this.#kill('time_exceeded', `Reading took longer than ${this.#limits.timeMsMax / 1000} s.`);
  }

  /** A busy worker cannot report, so its parent looks; where there is no /proc the heap limit and the clock alone count. */
  async #watch(startedWith: Promise<Usage>): Promise<void> {
    const [before, now] = [await startedWith, await this.#usage()];
    if (now.memoryBytes > this.#limits.memoryBytesMax)
      this.#kill('memory_exceeded', 'Reading took more memory than allowed.');
    if (now.cpuMs - before.cpuMs > this.#limits.timeMsMax) this.#killForTime();
  }

  async #usage(): Promise<Usage> {
    const [statm, stat] = await Promise.all(
      ['statm', 'stat'].map((name) => readFile(`/proc/${this.#child.pid}/${name}`, 'utf8').catch(() => '')),
    );
    // The program's name in parentheses may hold spaces; user and system time are the 14th and 15th field.
    const times = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    const ticks = Number(times[11] ?? 0) + Number(times[12] ?? 0);
    return { memoryBytes: Number(statm?.split(' ')[1] ?? 0) * PAGE_BYTES, cpuMs: (ticks * 1000) / TICKS_PER_SECOND };
  }
}

/** Reading can wait, people's messages cannot: whoever shares the machine gets the processor first. */
function yieldToOthers(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // A system that forbids it, or a worker that has ended already: reading works all the same.
  }
}
