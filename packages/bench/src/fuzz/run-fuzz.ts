import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { limits, refusalCodes } from '@countinghouse/invoice-reader';
import type { Report } from './fuzz-process.ts';
import type { Format } from './seeds.ts';

export interface FuzzOptions {
  format: Format;
  seed: number;
  count: number;
}

export interface Failure {
  index: number;
  what: 'crash' | 'hang' | 'memory' | 'undocumented code' | 'reader_crashed';
  detail: string;
}

export interface FuzzResult {
  format: Format;
  seed: number;
  count: number;
  read: number;
  refused: Record<string, number>;
  failures: Failure[];
  slowestMs: number;
  slowestIndex: number;
  peakMiB: number;
}

/** Processor time that one input may take. */
export const hangMsMax = 10_000;
/** An input that does not end at all is stopped by the clock; a machine with other work may be this much slower. */
const WAITING_SHARE_MAX = 6;
const MIB = 1024 * 1024;
/** A fresh process now and then: what one input leaves behind is not held against the next thousands. */
const INPUTS_PER_PROCESS = 2_500;
/** A run with this many failures has said what it has to say. */
const FAILURES_MAX = 20;
const PROCESS = fileURLToPath(new URL('./fuzz-process.ts', import.meta.url));

/** Reads `count` made-up inputs and collects every one that crashes, hangs or takes too much memory. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const result: FuzzResult = {
    ...options,
    read: 0,
    refused: {},
    failures: [],
    slowestMs: 0,
    slowestIndex: -1,
    peakMiB: 0,
  };
  let from = 0;
  while (from < options.count && result.failures.length < FAILURES_MAX) {
    const to = Math.min(options.count, from + INPUTS_PER_PROCESS);
    from = await runProcess({ ...options, from, to }, result);
  }
  return result;
}

/** Number of the input to go on with: `to`, or the one after the input that ended the process. */
function runProcess(part: FuzzOptions & { from: number; to: number }, result: FuzzResult): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(PROCESS, [part.format, part.seed, part.from, part.to].map(String), {
      execArgv: ['--no-warnings', '--permission', '--allow-fs-read=*', '--allow-addons', '--allow-wasi'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let underWay = part.from - 1;
    let last = part.from - 1;
    let stopped: Failure['what'] = 'crash';
    let stderr = '';
    let timer: NodeJS.Timeout | undefined;
    const stop = (what: Failure['what']) => {
      stopped = what;
      child.kill('SIGKILL');
    };
    child.stderr?.on('data', (text: Buffer) => {
      stderr = (stderr + text.toString()).slice(-2_000);
    });
    child.on('message', (report: Report) => {
      clearTimeout(timer);
      if (report.kind === 'begin') {
        underWay = report.index;
        timer = setTimeout(() => stop('hang'), hangMsMax * WAITING_SHARE_MAX);
        return;
      }
      last = report.index;
      count(result, report);
      if (report.rssBytes > limits.memoryBytesMax) stop('memory');
    });
    child.on('exit', () => {
      clearTimeout(timer);
      if (last === part.to - 1) return resolve(part.to);
      const index = Math.max(underWay, last);
      if (index < part.from) return reject(new Error(`the fuzz process did not start: ${stderr}`));
      result.failures.push({ index, what: stopped, detail: stderr.trim().split('\n').slice(-6).join('\n') });
      resolve(index + 1);
    });
  });
}

const documented: ReadonlySet<string> = new Set(refusalCodes);

function count(result: FuzzResult, report: Extract<Report, { kind: 'end' }>): void {
  const { index, code, message = '' } = report;
  if (code === null) result.read += 1;
  else result.refused[code] = (result.refused[code] ?? 0) + 1;
  if (code === 'reader_crashed') result.failures.push({ index, what: 'reader_crashed', detail: message });
  else if (code !== null && !documented.has(code))
    result.failures.push({ index, what: 'undocumented code', detail: code });
  if (report.cpuMs > hangMsMax) result.failures.push({ index, what: 'hang', detail: `${Math.round(report.cpuMs)} ms` });
  if (report.cpuMs > result.slowestMs) {
    result.slowestMs = Math.round(report.cpuMs);
    result.slowestIndex = index;
  }
  result.peakMiB = Math.max(result.peakMiB, Math.round(report.rssBytes / MIB));
}
