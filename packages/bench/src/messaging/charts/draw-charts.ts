import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from '../parts/compare.ts';
import type { GrowthPoint, GrowthResult } from '../parts/growth.ts';
import type { VariantResult } from '../parts/processes.ts';
import { barChart, lineChart } from './svg-chart.ts';

/** Of the last line, what pictures are made of; a part that did not run leaves its pictures as they are. */
export interface ChartedResults {
  compared?: { ours: Comparison; ejabberd?: Comparison };
  raw_insert_per_s?: number;
  growth?: GrowthResult;
  processes?: Record<string, VariantResult>;
}

/** Writes the pictures of `docs/performance.md` into the folder; answers their names. */
export async function drawCharts(folder: string, results: ChartedResults): Promise<string[]> {
  const pictures = [
    ...(results.compared ? compared(results.compared, results.raw_insert_per_s ?? 0) : []),
    ...(results.growth ? grown(results.growth) : []),
    ...(results.processes ? byProcesses(results.processes) : []),
  ];
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of pictures) await writeFile(join(folder, `${name}.svg`), svg);
  return pictures.map(([name]) => `${name}.svg`);
}

type Picture = [name: string, svg: string];

function compared({ ours, ejabberd }: NonNullable<ChartedResults['compared']>, rawInserts: number): Picture[] {
  const bars = (pick: (comparison: Comparison) => number | null) => [
    { name: 'Countinghouse', value: pick(ours) ?? 0 },
    ...(ejabberd ? [{ name: 'ejabberd', value: pick(ejabberd) ?? 0, color: 1 }] : []),
  ];
  return [
    [
      'acknowledged',
      barChart({ title: 'Acknowledged messages, 20 rooms of 5, 20 in flight in each', yLabel: 'messages/s' }, [
        ...bars(({ rooms }) => rooms.ackedPerSecond),
        { name: 'raw inserts', value: rawInserts, color: 2 },
      ]),
    ],
    [
      'send-to-receive',
      barChart(
        { title: 'Send to receive under that load, 99th percentile', yLabel: 'ms' },
        bars(({ rooms }) => rooms.sendToReceive.p99Ms),
      ),
    ],
    [
      'deliveries',
      barChart(
        { title: 'Deliveries per CPU-second of the server, room of 500', yLabel: 'deliveries' },
        bars(({ crowd }) => crowd.deliveriesPerServerCpuSecond),
      ),
    ],
  ];
}

function grown({ users, groupSize, storedMessages }: GrowthResult): Picture[] {
  return [
    ...pair('growth-users', users, { what: 'people on the line', rate: 'acknowledged messages/s' }),
    ...pair('growth-group', groupSize, { what: 'members of the group', rate: 'deliveries/s' }),
    ...pair('growth-history', storedMessages, { what: 'stored messages', rate: 'history pages/s' }),
    [
      'growth-writing',
      lineChart({ title: 'Writing while the log grows', yLabel: 'messages/s', xLabel: 'stored messages' }, [
        {
          name: 'acknowledged/s',
          points: storedMessages.map(({ at, ackedPerSecond }) => ({ x: at, y: ackedPerSecond })),
        },
      ]),
    ],
  ];
}

function pair(name: string, points: readonly GrowthPoint[], { what, rate }: { what: string; rate: string }): Picture[] {
  const frame = { xLabel: what };
  return [
    [
      `${name}-throughput`,
      lineChart({ ...frame, title: `Throughput against ${what}`, yLabel: rate }, [
        { name: rate, points: points.map(({ at, perSecond }) => ({ x: at, y: perSecond })) },
      ]),
    ],
    [
      `${name}-latency`,
      lineChart({ ...frame, title: `Latency against ${what}`, yLabel: 'ms' }, [
        { name: '50th percentile', points: points.map(({ at, p50Ms }) => ({ x: at, y: p50Ms ?? 0 })) },
        { name: '99th percentile', points: points.map(({ at, p99Ms }) => ({ x: at, y: p99Ms ?? 0 })) },
      ]),
    ],
  ];
}

function byProcesses(processes: Record<string, VariantResult>): Picture[] {
  const bars = (pick: (variant: VariantResult) => number) =>
    Object.values(processes).map((variant) => ({
      name: `${variant.processes} on ${variant.serverCores === 'all' ? 'all cores' : `core ${variant.serverCores}`}`,
      value: pick(variant),
    }));
  return [
    [
      'processes-acknowledged',
      barChart(
        { title: 'Acknowledged messages by processes and cores of the server', yLabel: 'messages/s' },
        bars(({ rooms }) => rooms.ackedPerSecond),
      ),
    ],
    [
      'processes-deliveries',
      barChart(
        { title: 'Deliveries by processes and cores of the server, room of 500', yLabel: 'deliveries/s' },
        bars(({ crowd }) => crowd.deliveriesPerSecond),
      ),
    ],
  ];
}
