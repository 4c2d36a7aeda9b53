import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { keepTrackOf } from '../system/leftovers.ts';
import type { Command, Job } from './jobs.ts';
import { Latencies, type LatencySummary } from './latencies.ts';
import type { LoadReport } from './load.ts';

const processMain = join(import.meta.dirname, 'load-process.ts');

export interface CrewReport {
  acked: number;
  ack: LatencySummary;
  received: number;
  receive: LatencySummary;
  pullsTold: number;
  snapshots: number;
  connected: number;
  spread: LoadReport['spread'];
  failureCount: number;
  failures: string[];
  cpuSeconds: number;
}

/** The processes that make the load of one measurement, one per job. */
export class Crew {
  private readonly members: Member[];
  private readonly jobs: readonly Job[];

  constructor(jobs: readonly Job[], cores?: string) {
    this.jobs = jobs;
    this.members = jobs.map(() => new Member(cores));
  }

  async connect(): Promise<void> {
    await Promise.all(this.jobs.map((job, at) => this.members[at]?.tell({ do: 'connect', job })));
  }

  async tell(what: 'begin' | 'pause' | 'measure'): Promise<void> {
    await Promise.all(this.members.map((member) => member.tell({ do: what })));
  }

  async report(): Promise<CrewReport> {
    // A load process answers with what `LoadReport` says; both ends are of this package.
    const reports = await Promise.all(
      this.members.map((member) => member.tell({ do: 'report' }) as Promise<LoadReport>),
    );
    return addReports(reports);
  }

  /** Takes everybody off the line and ends the processes. */
  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()));
  }
}

export function addReports(reports: readonly LoadReport[]): CrewReport {
  const [ack, receive] = [new Latencies(), new Latencies()];
  const spread = new Map<number, [number, number, number]>();
  for (const report of reports) {
    ack.merge(new Latencies(report.ack));
    receive.merge(new Latencies(report.receive));
    for (const [number, receivers, lastUs] of report.spread) {
      const [, before, lastBefore] = spread.get(number) ?? [number, 0, 0];
      spread.set(number, [number, before + receivers, Math.max(lastBefore, lastUs)]);
    }
  }
  const sum = (pick: (report: LoadReport) => number) => reports.reduce((total, report) => total + pick(report), 0);
  return {
    acked: sum((report) => report.acked),
    ack: ack.summary(),
    received: sum((report) => report.received),
    receive: receive.summary(),
    pullsTold: sum((report) => report.pullsTold),
    snapshots: sum((report) => report.snapshots),
    connected: sum((report) => report.connected),
    spread: [...spread.values()],
    failureCount: sum((report) => report.failureCount),
    failures: reports.flatMap((report) => report.failures).slice(0, 5),
    cpuSeconds: Math.round(sum((report) => report.cpuSeconds) * 100) / 100,
  };
}

type Answer = { answer?: unknown } | { error: string };

/** One process; commands are answered in their order. */
class Member {
  private readonly child: ChildProcess;
  private readonly waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  private isGone = false;

  constructor(cores: string | undefined) {
    const command = [process.execPath, '--disable-warning=ExperimentalWarning', processMain];
    const [program = '', ...args] = cores === undefined ? command : ['taskset', '-c', cores, ...command];
    this.child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.once('exit', keepTrackOf(this.child));
    this.child.on('message', (answer: Answer) => {
      const first = this.waiting.shift();
      if ('error' in answer) first?.reject(new Error(`load: ${answer.error}`));
      else first?.resolve(answer.answer);
    });
    this.child.once('exit', () => {
      this.isGone = true;
      for (const { reject } of this.waiting.splice(0)) reject(new Error('a process of the load ended'));
    });
  }

  tell(command: Command): Promise<unknown> {
    if (this.isGone) return Promise.reject(new Error('a process of the load ended'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.send(command);
    });
  }

  async end(): Promise<void> {
    if (this.isGone) return;
    // Not `close`, which never comes where this end has cut the channel.
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    await this.tell({ do: 'close' }).catch(() => undefined);
    if (this.child.connected) this.child.disconnect();
    await ended;
  }
}
