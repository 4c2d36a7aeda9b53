import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Journal } from '../client/journal.ts';
import type { Dice } from '../dice.ts';
import { type FaultKind, someMs } from './fault-kind.ts';

const suspendedMsMax = 8000;
const downMsMax = 3000;
const minuteMs = 60_000;
const clockJumpsMs = [-3 * 24 * 60, -60, -2, 2, 60, 3 * 24 * 60].map((minutes) => minutes * minuteMs);

export const clientKinds: readonly FaultKind[] = [
  {
    name: 'clients.kill',
    weight: 6,
    draw: ({ clients }, dice) => {
      const client = dice.pick(clients);
      return {
        locks: [client.name],
        detail: client.name,
        run: async () => {
          await client.kill();
          await pause(dice.integer(0, downMsMax));
          await client.start();
        },
      };
    },
  },
  {
    name: 'clients.suspend',
    weight: 4,
    draw: ({ clients }, dice) => {
      const client = dice.pick(clients);
      const forMs = someMs(dice, suspendedMsMax);
      return {
        locks: [client.name],
        detail: `${client.name} for ${forMs} ms`,
        run: async () => {
          client.suspend();
          await pause(forMs);
          client.resume();
        },
      };
    },
  },
  {
    name: 'clients.clock',
    weight: 3,
    draw: ({ clients }, dice) => {
      const client = dice.pick(clients);
      const offsetMs = dice.pick(clockJumpsMs);
      return {
        locks: [`${client.name}.clock`],
        detail: `${client.name} by ${offsetMs / minuteMs} min`,
        run: async () => {
          client.setClock(offsetMs);
          await pause(someMs(dice, suspendedMsMax));
          client.setClock(0);
        },
      };
    },
  },
  {
    name: 'clients.damage-store',
    weight: 3,
    draw: ({ clients }, dice) => {
      const client = dice.pick(clients);
      return {
        locks: [client.name],
        detail: client.name,
        run: async () => {
          await client.kill();
          damageStores(client.folder, dice);
          await client.start();
        },
      };
    },
  },
];

/** Cuts one file of every device's store at a random byte, and notes it in the device's journal. */
function damageStores(folder: string, dice: Dice): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const store = join(folder, entry.name);
    const files = readdirSync(store, { recursive: true, encoding: 'utf8' })
      .map((name) => join(store, name))
      .filter((file) => statSync(file).isFile())
      .sort();
    if (files.length === 0) continue;
    const journal = new Journal(`${store}.jsonl`);
    journal.write({ kind: 'damaged' });
    journal.close();
    const file = dice.pick(files);
    truncateSync(file, dice.integer(0, statSync(file).size));
  }
}
