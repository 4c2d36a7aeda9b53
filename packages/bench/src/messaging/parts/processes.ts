import { availableParallelism } from 'node:os';
import { howToInstallNats, startNats } from '../system/nats.ts';
import { type Measurement, told } from './measure.ts';
import { openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';
import { measureCrowd, measureRooms } from './rooms-and-crowd.ts';

const secondsMax = 10;

interface Variant {
  name: string;
  processes: number;
  /** Cores of the server; those of the generator are the others, where there are others. */
  serverCores?: string;
  generatorCores?: string;
}

export interface VariantResult {
  processes: number;
  serverCores: string;
  rooms: Measurement;
  crowd: Measurement;
}

function variants(): Variant[] {
  const last = availableParallelism() - 1;
  const list: Variant[] = [
    { name: 'one', processes: 1 },
    { name: 'three', processes: 3 },
  ];
  // Pinned: the server on one core, then on two; the generator has the rest, or what the server leaves of all.
  if (last >= 1) {
    list.push({ name: 'oneOnOneCore', processes: 1, serverCores: '0', generatorCores: `1-${last}` });
    list.push({ name: 'twoOnOneCore', processes: 2, serverCores: '0', generatorCores: `1-${last}` });
    list.push({
      name: 'twoOnTwoCores',
      processes: 2,
      serverCores: '0-1',
      generatorCores: last >= 3 ? `2-${last}` : `0-${last}`,
    });
  }
  if (last >= 5) list.push({ name: 'fourOnFourCores', processes: 4, serverCores: '0-3', generatorCores: `4-${last}` });
  return list;
}

/** The same load on one process, on several over NATS, and on fewer and more cores. */
export const processes = (context: PartContext): Promise<PartResult> =>
  cleaningUp(async (undo) => {
    const nats = await startNats();
    if (nats) undo(nats.stop);
    else context.say(howToInstallNats);
    const short = { ...context, seconds: Math.min(context.seconds, secondsMax) };
    const results: Record<string, { processes: number; serverCores: string; rooms: Measurement; crowd: Measurement }> =
      {};
    for (const variant of variants()) {
      if (variant.processes > 1 && !nats) continue;
      results[variant.name] = await measureVariant(short, variant, nats?.url);
    }
    return { processes: results, ...(nats ? {} : { processesMissing: howToInstallNats }) };
  });

const measureVariant = (context: PartContext, variant: Variant, natsUrl: string | undefined): Promise<VariantResult> =>
  cleaningUp(async (undo) => {
    const { name, processes: count, serverCores, generatorCores } = variant;
    const world = await openOurWorld(context, `processes_${name.toLowerCase()}`, {
      processes: count,
      ...(count > 1 && natsUrl !== undefined ? { natsUrl } : {}),
      ...(serverCores === undefined ? {} : { cores: serverCores }),
    });
    undo(world.stop);
    const rooms = await measureRooms(context, world, generatorCores);
    context.say(told(`${name}, rooms of 5`, rooms));
    const crowd = await measureCrowd(context, world, generatorCores === undefined ? {} : { cores: generatorCores });
    context.say(told(`${name}, room of 500`, crowd));
    return { processes: count, serverCores: serverCores ?? 'all', rooms, crowd };
  });
