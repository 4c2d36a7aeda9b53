import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRun, type Verdict } from './check/check-run.ts';
import type { Finding } from './check/evidence.ts';
import { createDice } from './dice.ts';
import { plantLoss } from './plant-loss.ts';
import { openStage, type Stage } from './stage/stage.ts';
import { heal, type Thrown, throwFaults } from './throw-faults.ts';

export interface FaultsOptions {
  seconds: number;
  seed: number;
  processes: 1 | 3;
  /** Deletes one acknowledged message behind the server's back before comparing, to show that the comparison sees it. */
  isLossPlanted: boolean;
  say(line: string): void;
}

/** The last line of the output. The run is clean when `problems` is empty and the four counts after `acked` are 0. */
export interface FaultsResult {
  faults: number;
  acked: number;
  lost: number;
  duplicated: number;
  reordered: number;
  diverged: number;
  seed: number;
  seconds: number;
  processes: number;
  posted: number;
  refused: Record<string, number>;
  events: number;
  audit: string;
  kinds: Record<string, number>;
  skipped: Record<string, string>;
  /** Sums over all devices since each was last started. */
  counts: Record<string, number>;
  settledMs: number;
  convergedMs: number;
  problems: readonly string[];
}

/** Fewer would mean that the run did not do what it is for. */
const faultsPerSecondMin = 1 / 8;
const ackedPerSecondMin = 1;
const findingsShown = 20;

export const isClean = (result: FaultsResult): boolean =>
  result.lost + result.duplicated + result.reordered + result.diverged === 0 && result.problems.length === 0;

/** One run: real processes in a folder of their own, faults while clients send, then the comparison. */
export async function runFaults(options: FaultsOptions): Promise<FaultsResult> {
  const { seconds, seed, processes, say } = options;
  const folder = mkdtempSync(join(tmpdir(), 'countinghouse-faults-'));
  const stage = await openStage({ folder, processes, seed, dice: createDice(Date.now()) });
  let isKept = true;
  try {
    say(`${processes} server process(es), seed ${seed}, ${seconds} s, in ${folder}`);
    const thrown = await throwFaults(stage, { forMs: seconds * 1000, dice: createDice(seed), say });
    say('healing');
    const unhealed = await heal(stage);
    if (options.isLossPlanted) say(`planted: ${await plantLoss(stage)}`);
    say('comparing');
    const verdict = await checkRun(stage, { isReachable: unhealed.length === 0, isBroken: options.isLossPlanted });
    const result = summarise(options, { thrown, verdict, stage, unhealed });
    isKept = !isClean(result) && !options.isLossPlanted;
    for (const { kind, text } of verdict.findings.slice(0, findingsShown)) say(`${kind}: ${text}`);
    for (const problem of result.problems) say(`problem: ${problem}`);
    return result;
  } finally {
    await stage.close();
    await putAway(stage, isKept, say);
  }
}

async function putAway({ folder, disk }: Stage, isKept: boolean, say: (line: string) => void): Promise<void> {
  if (disk && isKept) await cp(disk.folder, join(folder, 'kept'), { recursive: true });
  disk?.unmount();
  if (!isKept) rmSync(folder, { recursive: true, force: true });
  else if (existsSync(folder)) say(`kept for a closer look: ${folder}`);
}

interface Outcome {
  thrown: Thrown;
  verdict: Verdict;
  stage: Stage;
  unhealed: readonly string[];
}

function summarise(
  { seconds, seed, processes }: FaultsOptions,
  { thrown, verdict, stage, unhealed }: Outcome,
): FaultsResult {
  const lines = verdict.devices.flatMap((device) => device.journal);
  const acked = new Set(lines.flatMap((line) => (line.kind === 'acked' ? [line.clientId] : []))).size;
  const refusals = new Map(lines.flatMap((line) => (line.kind === 'refused' ? [[line.clientId, line.refusal]] : [])));
  const refused: Record<string, number> = {};
  for (const refusal of refusals.values()) refused[refusal] = (refused[refusal] ?? 0) + 1;
  const counts: Record<string, number> = {};
  for (const { report } of verdict.devices)
    for (const [name, count] of Object.entries(report?.counts ?? {})) counts[name] = (counts[name] ?? 0) + count;
  const count = (kind: Finding['kind']) => verdict.findings.filter((finding) => finding.kind === kind).length;
  return {
    ...{ faults: thrown.faults, acked },
    ...{ lost: count('lost'), duplicated: count('duplicated') },
    ...{ reordered: count('reordered'), diverged: count('diverged') },
    ...{ seed, seconds, processes, posted: lines.filter((line) => line.kind === 'posted').length, refused },
    ...{ events: verdict.events, audit: verdict.audit, kinds: thrown.kinds, skipped: thrown.skipped, counts },
    ...{ settledMs: verdict.settledMs, convergedMs: verdict.convergedMs },
    problems: [
      ...thrown.problems,
      ...unhealed,
      ...verdict.problems,
      ...stage.nodes.flatMap((node) => node.crashes.map((said) => `${node.name} ended by itself:\n${said}`)),
      ...stage.clients.flatMap((client) => client.failures),
      ...findIdleness({ seconds, faults: thrown.faults, acked, refused }),
    ],
  };
}

/** A run in which little happened proves nothing. */
function findIdleness(run: {
  seconds: number;
  faults: number;
  acked: number;
  refused: Record<string, number>;
}): string[] {
  const problems: string[] = [];
  const { seconds, faults, acked } = run;
  if (faults < seconds * faultsPerSecondMin) problems.push(`only ${faults} faults in ${seconds} s`);
  if (acked < seconds * ackedPerSecondMin) problems.push(`only ${acked} messages were acknowledged in ${seconds} s`);
  if (run.refused.server_fault !== undefined)
    problems.push(
      `${run.refused.server_fault} messages were given up as server_fault: a fault that passes must not end there`,
    );
  return problems;
}
