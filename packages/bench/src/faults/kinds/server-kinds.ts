import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import { healthyWithinMs, type ServerNode } from '../stage/server-node.ts';
import type { Stage } from '../stage/stage.ts';
import { type FaultKind, someMs } from './fault-kind.ts';

const suspendedMsMax = 8000;
const minuteMs = 60_000;
const clockJumpsMs = [-2 * 24 * 60, -26 * 60, -90, -3, 3, 90, 26 * 60, 2 * 24 * 60].map(
  (minutes) => minutes * minuteMs,
);

const pickNode = ({ nodes }: Stage, dice: Dice) => {
  const node = dice.pick(nodes);
  return { node, lock: node.name };
};

async function mustRecover(node: ServerNode): Promise<void> {
  if (!(await node.becomesHealthy()))
    throw new Error(`${node.name} took no traffic for ${healthyWithinMs / 1000} s; ${node.logFile} shows what it said`);
}

export const serverKinds: readonly FaultKind[] = [
  {
    name: 'server.kill',
    weight: 10,
    draw: (stage, dice) => {
      const { node, lock } = pickNode(stage, dice);
      return {
        locks: [lock],
        detail: node.name,
        run: async () => {
          node.kill();
          await pause(50);
          await mustRecover(node);
        },
      };
    },
  },
  {
    name: 'server.suspend',
    weight: 6,
    draw: (stage, dice) => {
      const { node, lock } = pickNode(stage, dice);
      const forMs = someMs(dice, suspendedMsMax);
      return {
        locks: [lock],
        detail: `${node.name} for ${forMs} ms`,
        run: async () => {
          node.suspend();
          await pause(forMs);
          node.resume();
          await mustRecover(node);
        },
      };
    },
  },
  {
    name: 'server.restart',
    weight: 4,
    draw: ({ nodes }) => ({
      locks: nodes.map((node) => node.name),
      detail: `${nodes.length} in turn`,
      run: async () => {
        for (const node of nodes) {
          await node.stop();
          node.start();
          await mustRecover(node);
        }
      },
    }),
  },
  {
    name: 'server.clock',
    weight: 5,
    draw: (stage, dice) => {
      const { node, lock } = pickNode(stage, dice);
      const offsetMs = dice.pick(clockJumpsMs);
      const forMs = someMs(dice, suspendedMsMax);
      return {
        locks: [`${lock}.clock`],
        detail: `${node.name} by ${offsetMs / minuteMs} min for ${forMs} ms`,
        run: async () => {
          node.setClock(offsetMs);
          await pause(forMs);
          node.setClock(0);
        },
      };
    },
  },
  {
    name: 'server.stale-files',
    weight: 3,
    lacks: ({ bus }) => (bus ? 'the servers have no database of their own' : undefined),
    draw: ({ nodes, database }, dice) => {
      const [node] = nodes;
      if (!node) throw new Error('there is no server');
      const how = dice.pick(['cut', 'foreign', 'empty'] as const);
      return {
        locks: [node.name, 'database'],
        detail: how,
        run: async () => {
          await node.killForGood();
          database.signalAll('SIGKILL');
          await pause(100);
          leaveStale(join(database.cluster, 'postmaster.pid'), how);
          leaveStale(join(node.dataDir, 'postgres.lock'), how);
          node.start();
          await mustRecover(node);
        },
      };
    },
  },
];

/** As a crash of the machine or a careless copy would leave a lock file. */
function leaveStale(file: string, how: 'cut' | 'foreign' | 'empty'): void {
  if (how === 'foreign') writeUnlessFull(file, `${process.pid}\n${file}\n`);
  else if (existsSync(file)) truncateSync(file, how === 'cut' ? 3 : 0);
}

/** A disk that another fault has filled takes a part or nothing, which leaves a damaged file as well. */
function writeUnlessFull(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
