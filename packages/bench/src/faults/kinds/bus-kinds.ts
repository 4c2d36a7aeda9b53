import { setTimeout as pause } from 'node:timers/promises';
import type { BusServer } from '../stage/bus-server.ts';
import type { Stage } from '../stage/stage.ts';
import { type FaultKind, someMs } from './fault-kind.ts';

const downMsMax = 8000;
const lacks = ({ bus }: Stage) => (bus ? undefined : 'one process needs no bus');

function busOf({ bus }: Stage): BusServer {
  if (!bus) throw new Error('there is no bus');
  return bus;
}

export const busKinds: readonly FaultKind[] = [
  {
    name: 'bus.kill',
    weight: 5,
    lacks,
    draw: (stage, dice) => {
      const forMs = someMs(dice, downMsMax);
      return {
        locks: ['bus'],
        detail: `down for ${forMs} ms`,
        run: async () => {
          await busOf(stage).kill();
          await pause(forMs);
          await busOf(stage).start();
        },
      };
    },
  },
  {
    name: 'bus.suspend',
    weight: 4,
    lacks,
    draw: (stage, dice) => {
      const forMs = someMs(dice, downMsMax);
      return {
        locks: ['bus'],
        detail: `for ${forMs} ms`,
        run: async () => {
          busOf(stage).suspend();
          await pause(forMs);
          busOf(stage).resume();
        },
      };
    },
  },
];
