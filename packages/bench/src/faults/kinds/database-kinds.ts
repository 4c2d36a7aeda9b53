import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../stage/stage.ts';
import { type FaultKind, someMs } from './fault-kind.ts';

const suspendedMsMax = 8000;
const healthPollMs = 100;
const recoversWithinMs = 90_000;

/** Until one server finds its database again; the others have the same. */
async function mustAnswer({ nodes }: Stage): Promise<void> {
  for (const until = Date.now() + recoversWithinMs; Date.now() < until; await pause(healthPollMs))
    for (const node of nodes) if (await node.isHealthy()) return;
  throw new Error(`no server found its database for ${recoversWithinMs / 1000} s`);
}

export const databaseKinds: readonly FaultKind[] = [
  {
    name: 'database.kill',
    weight: 6,
    draw: (stage) => ({
      locks: ['database'],
      detail: 'postmaster',
      run: async () => {
        stage.database.killPostmaster();
        await pause(300);
        await mustAnswer(stage);
      },
    }),
  },
  {
    name: 'database.kill-backend',
    weight: 5,
    draw: (stage, dice) => ({
      locks: ['database'],
      detail: 'one connection',
      run: async () => {
        const backends = stage.database.listBackends();
        if (backends.length > 0) process.kill(dice.pick(backends), 'SIGKILL');
        await pause(300);
        await mustAnswer(stage);
      },
    }),
  },
  {
    name: 'database.suspend',
    weight: 5,
    draw: (stage, dice) => {
      const forMs = someMs(dice, suspendedMsMax);
      return {
        locks: ['database'],
        detail: `for ${forMs} ms`,
        run: async () => {
          stage.database.signalAll('SIGSTOP');
          await pause(forMs);
          stage.database.signalAll('SIGCONT');
          await mustAnswer(stage);
        },
      };
    },
  },
  {
    name: 'database.cut-connections',
    weight: 5,
    draw: (stage) => ({
      locks: ['database'],
      detail: 'all',
      run: async () => {
        // Where the database is down at this moment there is nothing to cut.
        await stage.database.cutConnections().catch(() => undefined);
        await mustAnswer(stage);
      },
    }),
  },
];
