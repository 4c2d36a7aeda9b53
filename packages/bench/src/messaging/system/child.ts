import { type ChildProcess, spawn } from 'node:child_process';
import { keepTrackOf } from './leftovers.ts';

const stopWithinMs = 20_000;
const keptOutputLength = 4_000;

export interface Child {
  pid: number;
  /** Resolves with the first match in the standard output; rejects where the process ends or is too slow. */
  waitFor(pattern: RegExp, withinMs: number): Promise<RegExpExecArray>;
  /** Undefined while it runs. */
  hasEnded(): boolean;
  /** SIGTERM, and SIGKILL where that does not help in time. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Cores that it may run on, as `taskset` takes them; all where it is absent. */
  cores?: string;
  /** Where what it writes to its standard error is of no interest. */
  isQuiet?: boolean;
}

/** A process of the run. Its errors go to ours. */
export function startChild({ name, command, env = {}, cores, isQuiet = false }: ChildOptions): Child {
  const [program = '', ...args] = cores === undefined ? command : ['taskset', '-c', cores, ...command];
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', isQuiet ? 'ignore' : 'inherit'],
  });
  child.once('close', keepTrackOf(child));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-keptOutputLength);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => process.stderr.write(`${name}: ${error.message}\n`));
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded(child)) return;
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(force);
  };
  return {
    pid: child.pid ?? 0,
    waitFor: (pattern, withinMs) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(output);
          if (match) finish(() => resolve(match));
        };
        const fail = (why: string) => finish(() => reject(new Error(`${name} ${why}:\n${output}`)));
        const timer = setTimeout(() => fail(`was not ready in ${withinMs} ms`), withinMs);
        const onEnd = () => fail('ended');
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          child.stdout.off('data', check);
          child.off('close', onEnd);
          settle();
        };
        child.once('close', onEnd);
        child.stdout.on('data', check);
        check();
      }),
    hasEnded: () => hasEnded(child),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
