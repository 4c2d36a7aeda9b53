import { setTimeout as pause } from 'node:timers/promises';
import { type FaultKind, someMs } from './fault-kind.ts';
import { probeFullDisk } from './full-disk-probe.ts';

const fullMsMax = 6000;

export const diskKinds: readonly FaultKind[] = [
  {
    name: 'disk.full',
    weight: 5,
    lacks: ({ disk }) => (disk ? undefined : 'needs root and namespaces to mount a small disk'),
    draw: ({ disk, nodes, firm }, dice) => {
      const forMs = someMs(dice, fullMsMax);
      return {
        locks: ['disk'],
        detail: `for ${forMs} ms`,
        run: async () => {
          disk?.fill();
          const probe = probeFullDisk(nodes[0]?.baseUrl ?? '', firm.people[0]?.tokens.at(-1) ?? '');
          await pause(forMs);
          disk?.free();
          const unnamed = await probe;
          if (unnamed !== undefined) throw new Error(`a file without room was refused without a name: ${unnamed}`);
        },
      };
    },
  },
];
