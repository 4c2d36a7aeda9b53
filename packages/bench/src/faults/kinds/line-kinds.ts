import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from '../dice.ts';
import type { Stage } from '../stage/stage.ts';
import type { TcpProxy } from '../stage/tcp-proxy.ts';
import { type DrawnFault, type FaultKind, someMs } from './fault-kind.ts';

const silentMsMax = 8000;
const delayMs = { least: 50, most: 600 };
const uploadBytes = { least: 200_000, most: 4_000_000 };
const slowedMs = 40;

type Lines = (stage: Stage) => readonly TcpProxy[];

const strike =
  (name: string, lines: Lines, run: (line: TcpProxy, dice: Dice) => Promise<void>) =>
  (stage: Stage, dice: Dice): DrawnFault => {
    const all = lines(stage);
    const index = dice.integer(0, all.length - 1);
    const line = all[index];
    if (!line) throw new Error(`there is no ${name}`);
    return { locks: [`${name}-${index}`], detail: `${name} ${index}`, run: () => run(line, dice) };
  };

const resetLine = async (line: TcpProxy) => line.reset();

/** The silence ends as on real networks: the connections turn out to be dead, or go on as if nothing had been. */
async function silenceLine(line: TcpProxy, dice: Dice): Promise<void> {
  line.silence();
  await pause(someMs(dice, silentMsMax));
  if (dice.chance(0.5)) line.reset();
  line.speak();
}

async function slowLine(line: TcpProxy, dice: Dice): Promise<void> {
  line.slow(dice.integer(delayMs.least, delayMs.most));
  await pause(someMs(dice, silentMsMax));
  line.slow(0);
}

const clientLines: Lines = ({ lines }) => lines;
const databaseLines: Lines = (stage) => stage.databaseLines;
const lacksDatabaseLine = (stage: Stage) =>
  stage.databaseLines.length === 0 ? 'the server speaks to its own database without a proxy' : undefined;

export const lineKinds: readonly FaultKind[] = [
  { name: 'line.reset', weight: 5, draw: strike('line', clientLines, resetLine) },
  { name: 'line.silence', weight: 5, draw: strike('line', clientLines, silenceLine) },
  { name: 'line.delay', weight: 4, draw: strike('line', clientLines, slowLine) },
  {
    name: 'upload.cut',
    weight: 4,
    draw: (stage, dice) => ({
      locks: stage.lines.map((_line, index) => `line-${index}`),
      detail: 'while files are sent',
      run: async () => {
        for (const line of stage.lines) line.slow(slowedMs);
        for (const client of stage.clients)
          client.tell({ kind: 'upload', sizeBytes: dice.integer(uploadBytes.least, uploadBytes.most) });
        await pause(dice.integer(50, 600));
        for (const line of stage.lines) {
          line.reset();
          line.slow(0);
        }
      },
    }),
  },
  {
    name: 'database-line.reset',
    weight: 4,
    lacks: lacksDatabaseLine,
    draw: strike('database-line', databaseLines, resetLine),
  },
  {
    name: 'database-line.silence',
    weight: 4,
    lacks: lacksDatabaseLine,
    draw: strike('database-line', databaseLines, silenceLine),
  },
  {
    name: 'database-line.delay',
    weight: 3,
    lacks: lacksDatabaseLine,
    draw: strike('database-line', databaseLines, slowLine),
  },
];
