import { type Ejabberd, howToInstallEjabberd, startEjabberd } from '../ejabberd/ejabberd-process.ts';
import type { Job } from '../load/jobs.ts';
import { deliveriesInCrowd, deliveriesInRooms, type Measurement, told } from './measure.ts';
import { openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';
import { measureRawInserts } from './raw-inserts.ts';
import {
  crowdInFlight,
  crowdSenders,
  crowdSize,
  inFlightPerRoom,
  measureCrowd,
  measureRooms,
  roomCount,
  roomGenerators,
  roomSize,
} from './rooms-and-crowd.ts';
import { withCrew } from './with-crew.ts';

export interface Comparison {
  rooms: Measurement;
  crowd: Measurement;
}

/** The same load on our server and on ejabberd, on the same PostgreSQL, one after the other; and what PostgreSQL takes at most. */
export async function compare(context: PartContext): Promise<PartResult> {
  const ours = await measureOurs(context);
  const ejabberd = await measureEjabberd(context);
  const raw = await measureRawInserts(context);
  context.say(`raw inserts              ${JSON.stringify(raw)} rows/s`);
  const both = (pick: (comparison: Comparison) => number | null) => ({
    ours: pick(ours),
    ...(ejabberd ? { ejabberd: pick(ejabberd) } : {}),
  });
  return {
    acked_per_s: both(({ rooms }) => rooms.ackedPerSecond),
    p99_ms: both(({ rooms }) => rooms.sendToReceive.p99Ms),
    deliveries_per_cpu_s: both(({ crowd }) => crowd.deliveriesPerServerCpuSecond),
    raw_insert_per_s: raw.oneRowPerStatement,
    raw_insert_multi_row_per_s: raw.manyRowsPerStatement,
    compared: { ours, ...(ejabberd ? { ejabberd } : { missing: howToInstallEjabberd }) },
  };
}

const measureOurs = (context: PartContext): Promise<Comparison> =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'ours');
    undo(world.stop);
    const rooms = await measureRooms(context, world);
    context.say(told('ours, rooms of 5', rooms));
    const crowd = await measureCrowd(context, world);
    context.say(told('ours, room of 500', crowd));
    return { rooms, crowd };
  });

const measureEjabberd = (context: PartContext) =>
  cleaningUp(async (undo) => {
    const ejabberd = await startEjabberd(context.postgres);
    if (!ejabberd) {
      context.say(howToInstallEjabberd);
      return undefined;
    }
    undo(() => ejabberd.stop());
    const { port } = ejabberd;
    const roomsJobs = Array.from(
      { length: roomGenerators },
      (_, at): Job => ({
        kind: 'xmpp-rooms',
        port,
        prefix: 'room',
        roomCount: roomCount / roomGenerators,
        roomSize,
        inFlight: inFlightPerRoom,
        firstSender: at * 1000,
      }),
    );
    const rooms = await withCrew(context, { jobs: roomsJobs, server: ejabberd, deliveriesOf: deliveriesInRooms });
    context.say(told('ejabberd, rooms of 5', rooms));
    await checkArchive(ejabberd, rooms.ackedPerSecond * rooms.seconds);
    const crowdJob: Job = {
      kind: 'xmpp-crowd',
      port,
      room: 'crowd',
      roomSize: crowdSize,
      senders: crowdSenders,
      inFlight: crowdInFlight,
      firstSender: 0,
    };
    const crowd = await withCrew(context, { jobs: [crowdJob], server: ejabberd, deliveriesOf: deliveriesInCrowd });
    context.say(told('ejabberd, room of 500', crowd));
    return { version: ejabberd.version, archivedRows: await ejabberd.countArchived(), rooms, crowd };
  });

/** A peer that did not store what it acknowledged would be no peer. */
async function checkArchive(ejabberd: Ejabberd, acked: number): Promise<void> {
  const archived = await ejabberd.countArchived();
  if (archived < acked) throw new Error(`ejabberd acknowledged ${acked} messages, but its archive holds ${archived}`);
}
