import { Latencies } from './latencies.ts';
import { nowUs } from './stamp.ts';

/** One part of the load, in a process of its own. */
export interface Load {
  /** Everybody is on the line and in their rooms afterwards. */
  connect(): Promise<void>;
  /** Senders begin to send. */
  begin?(): void;
  /** Senders send nothing more. */
  pause?(): void;
  close(): void;
}

/** What one process counted since it was told to measure. */
export interface LoadReport {
  /** Messages that their sender knows to be on disk. */
  acked: number;
  ack: { buckets: number[]; maxUs: number };
  /** Messages that came to somebody, the sender included. */
  received: number;
  receive: { buckets: number[]; maxUs: number };
  /** Frames that told a slow client to pull: deliveries were lost before. */
  pullsTold: number;
  /** Of clients that came back: had to load everything anew. */
  snapshots: number;
  connected: number;
  /** Of each message of the watched sender: number, receivers, microseconds until the last one had it. */
  spread: [number: number, receivers: number, lastUs: number][];
  failureCount: number;
  /** The first few. */
  failures: string[];
  /** Of this process, since it was told to measure. */
  cpuSeconds: number;
}

const failuresKept = 5;

/** Counts what the clients of one process see. */
export class Tally {
  readonly ack = new Latencies();
  readonly receive = new Latencies();
  pullsTold = 0;
  snapshots = 0;
  connected = 0;
  private failureCount = 0;
  private failures: string[] = [];
  private readonly spread = new Map<number, { receivers: number; lastUs: number }>();
  private cpuAtStart = process.cpuUsage();

  countAck(sentAtUs: number): void {
    this.ack.add(nowUs() - sentAtUs);
  }

  countReceived(sentAtUs: number): void {
    this.receive.add(nowUs() - sentAtUs);
  }

  countSpread(number: number, sentAtUs: number): void {
    const entry = this.spread.get(number) ?? { receivers: 0, lastUs: 0 };
    entry.receivers += 1;
    entry.lastUs = Math.max(entry.lastUs, nowUs() - sentAtUs);
    this.spread.set(number, entry);
  }

  countFailure(why: string): void {
    this.failureCount += 1;
    if (this.failures.length < failuresKept) this.failures.push(why);
  }

  restart(): void {
    this.ack.clear();
    this.receive.clear();
    this.spread.clear();
    this.pullsTold = 0;
    this.snapshots = 0;
    this.failureCount = 0;
    this.failures = [];
    this.cpuAtStart = process.cpuUsage();
  }

  report(): LoadReport {
    const cpu = process.cpuUsage(this.cpuAtStart);
    return {
      acked: this.ack.count,
      ack: this.ack.toPlain(),
      received: this.receive.count,
      receive: this.receive.toPlain(),
      pullsTold: this.pullsTold,
      snapshots: this.snapshots,
      connected: this.connected,
      spread: [...this.spread].map(([number, { receivers, lastUs }]) => [number, receivers, lastUs]),
      failureCount: this.failureCount,
      failures: this.failures,
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
    };
  }
}
