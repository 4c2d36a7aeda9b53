import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from './dice.ts';
import { busKinds } from './kinds/bus-kinds.ts';
import { clientKinds } from './kinds/client-kinds.ts';
import { databaseKinds } from './kinds/database-kinds.ts';
import { diskKinds } from './kinds/disk-kinds.ts';
import type { DrawnFault, FaultKind } from './kinds/fault-kind.ts';
import { lineKinds } from './kinds/line-kinds.ts';
import { serverKinds } from './kinds/server-kinds.ts';
import type { Stage } from './stage/stage.ts';

const allKinds: readonly FaultKind[] = [
  ...serverKinds,
  ...databaseKinds,
  ...lineKinds,
  ...busKinds,
  ...diskKinds,
  ...clientKinds,
];
const betweenMs = { least: 1000, most: 5000 };
/** More at once would leave nothing that works, and so nothing to be lost. */
const atOnceMax = 3;
const drawsMax = 50;
/** Recovery of a server or a database takes less. */
const slowMs = 12_000;

export interface Thrown {
  faults: number;
  kinds: Record<string, number>;
  /** Kinds that this run cannot throw, and why. */
  skipped: Record<string, string>;
  /** Faults from which something did not recover. */
  problems: string[];
}

/** Throws faults for so long, one every one to five seconds, and heals them. Resolves when the last one is healed. */
export async function throwFaults(
  stage: Stage,
  { forMs, dice, say }: { forMs: number; dice: Dice; say(line: string): void },
): Promise<Thrown> {
  const thrown: Thrown = { faults: 0, kinds: {}, skipped: {}, problems: [] };
  const kinds = allKinds.filter((kind) => {
    const reason = kind.lacks?.(stage);
    if (reason !== undefined) thrown.skipped[kind.name] = reason;
    return reason === undefined;
  });
  const locked = new Set<string>();
  const running = new Set<Promise<void>>();
  for (const until = Date.now() + forMs; ; ) {
    const waitMs = dice.integer(betweenMs.least, betweenMs.most);
    if (Date.now() + waitMs >= until) break;
    await pause(waitMs);
    const drawn = running.size < atOnceMax ? drawUnlocked(kinds, { stage, dice, locked }) : undefined;
    if (!drawn) continue;
    thrown.faults += 1;
    thrown.kinds[drawn.kind] = (thrown.kinds[drawn.kind] ?? 0) + 1;
    say(`${drawn.kind}: ${drawn.fault.detail}`);
    const thrownAt = performance.now();
    const slow = setTimeout(() => {
      void describe(stage, `${drawn.kind} is not healed after ${slowMs / 1000} s`, say);
    }, slowMs);
    const run = strike(drawn.fault, locked)
      .then(() => say(`  healed: ${drawn.kind} after ${Math.round(performance.now() - thrownAt)} ms`))
      .catch((error: unknown) => {
        thrown.problems.push(`after ${drawn.kind} (${drawn.fault.detail}): ${messageOf(error)}`);
      })
      .finally(() => {
        clearTimeout(slow);
        running.delete(run);
      });
    running.add(run);
  }
  await Promise.all(running);
  return thrown;
}

/** For whoever looks for the reason. */
async function describe(stage: Stage, what: string, say: (line: string) => void): Promise<void> {
  const activity = await stage.database.describeActivity().catch((error: unknown) => [messageOf(error)]);
  say(`  ${what}; the database is busy with:`);
  for (const line of activity) say(`    ${line}`);
}

interface Drawing {
  stage: Stage;
  dice: Dice;
  locked: ReadonlySet<string>;
}

function drawUnlocked(kinds: readonly FaultKind[], { stage, dice, locked }: Drawing) {
  const weights = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  for (let draw = 0; draw < drawsMax; draw++) {
    const kind = dice.pick(weights);
    const fault = kind.draw(stage, dice);
    if (!fault.locks.some((lock) => locked.has(lock))) return { kind: kind.name, fault };
  }
  return undefined;
}

async function strike(fault: DrawnFault, locked: Set<string>): Promise<void> {
  for (const lock of fault.locks) locked.add(lock);
  try {
    await fault.run();
  } finally {
    for (const lock of fault.locks) locked.delete(lock);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whatever a fault left behind is put right. */
export async function heal(stage: Stage): Promise<string[]> {
  stage.disk?.free();
  for (const line of [...stage.lines, ...stage.databaseLines]) {
    line.slow(0);
    line.speak();
  }
  stage.database.signalAll('SIGCONT');
  stage.bus?.resume();
  await stage.bus?.start();
  for (const client of stage.clients) {
    client.setClock(0);
    client.resume();
    if (!client.isRunning) await client.start();
  }
  const problems: string[] = [];
  for (const node of stage.nodes) {
    node.setClock(0);
    node.resume();
    node.start();
    if (!(await node.becomesHealthy())) problems.push(`${node.name} did not come back; ${node.logFile} shows why`);
  }
  return problems;
}
