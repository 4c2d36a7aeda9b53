import { setTimeout as sleep } from 'node:timers/promises';
import type { Crew, CrewReport } from '../load/crew.ts';
import type { LatencySummary } from '../load/latencies.ts';
import type { PartContext } from './part.ts';

/** For what is still under way, so that what comes next begins in quiet. */
const drainMs = 1000;

export interface Measurement {
  seconds: number;
  ackedPerSecond: number;
  deliveriesPerSecond: number;
  /** From sending until the sender knows. */
  sendToAck: LatencySummary;
  /** From sending until somebody has it. */
  sendToReceive: LatencySummary;
  cpuSeconds: { server: number; database: number; generator: number };
  deliveriesPerServerCpuSecond: number;
  deliveriesPerServerAndDatabaseCpuSecond: number;
  pullsTold: number;
  failureCount: number;
  failures: string[];
}

export interface Measured {
  crew: Crew;
  server: { cpuSeconds(): Promise<number> };
  /** How many deliveries a report stands for. */
  deliveriesOf(report: CrewReport): number;
}

/** Lets the crew work: first to warm up, then for the given time, in which everything is counted. */
export async function measure(context: PartContext, measured: Measured): Promise<Measurement> {
  const { crew, server, deliveriesOf } = measured;
  const readCpu = async () => ({ server: await server.cpuSeconds(), database: await context.postgres.cpuSeconds() });
  await crew.tell('begin');
  await sleep(context.warmUpSeconds * 1000);
  const before = await readCpu();
  await crew.tell('measure');
  const startedAt = performance.now();
  await sleep(context.seconds * 1000);
  const report = await crew.report();
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await readCpu();
  await crew.tell('pause');
  await sleep(drainMs);
  const [serverCpu, databaseCpu] = [after.server - before.server, after.database - before.database];
  const deliveries = deliveriesOf(report);
  return {
    seconds: round(seconds, 1),
    ackedPerSecond: Math.round(report.acked / seconds),
    deliveriesPerSecond: Math.round(deliveries / seconds),
    sendToAck: report.ack,
    sendToReceive: report.receive,
    cpuSeconds: { server: round(serverCpu, 2), database: round(databaseCpu, 2), generator: report.cpuSeconds },
    deliveriesPerServerCpuSecond: Math.round(deliveries / serverCpu),
    deliveriesPerServerAndDatabaseCpuSecond: Math.round(deliveries / (serverCpu + databaseCpu)),
    pullsTold: report.pullsTold,
    failureCount: report.failureCount,
    failures: report.failures,
  };
}

export const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** In rooms the sender's own copy is counted as its acknowledgement. */
export const deliveriesInRooms = (report: CrewReport): number => report.acked + report.received;
export const deliveriesInCrowd = (report: CrewReport): number => report.received;

export const told = (name: string, result: Measurement): string =>
  `${name.padEnd(24)} ${result.ackedPerSecond} acknowledged/s, send to acknowledgement p50 ${result.sendToAck.p50Ms} p99 ${result.sendToAck.p99Ms} ms, send to receive p99 ${result.sendToReceive.p99Ms} ms, ${result.deliveriesPerSecond} deliveries/s, ${result.deliveriesPerServerCpuSecond} per CPU-second of the server, CPU ${JSON.stringify(result.cpuSeconds)}${result.failureCount > 0 ? `, ${result.failureCount} FAILURES: ${result.failures.join('; ')}` : ''}`;
