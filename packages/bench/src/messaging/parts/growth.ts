import { Crew } from '../load/crew.ts';
import { openFilesMax } from '../system/conditions.ts';
import { listenersJobs, makeRooms, openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';
import { measureCrowd, measureRooms } from './rooms-and-crowd.ts';
import { fillLog, postMessages, readable, readPages } from './stored-messages.ts';

const secondsMax = 5;
const idleUsers = [0, 2_500, 5_000, 10_000];
const groupSizes = [5, 20, 100, 500, 2_000];
const storedMessages = [100_000, 1_000_000, 3_000_000, 10_000_000];
const roomSize = 50;
const otherFiles = 1_000;

/** The points up to this one, or this one alone. */
const upTo = (points: readonly number[], most = Number.MAX_SAFE_INTEGER): number[] => {
  const kept = points.filter((point) => point <= most);
  return kept.length > 0 ? kept : [most];
};

export interface GrowthPoint {
  at: number;
  perSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
}

/** Rate and latency of reading pages; and of writing. */
export interface LogGrowthPoint extends GrowthPoint {
  ackedPerSecond: number;
  ackP99Ms: number | null;
}

export interface GrowthResult {
  users: GrowthPoint[];
  groupSize: GrowthPoint[];
  storedMessages: LogGrowthPoint[];
}

/** Throughput and latency against people on the line, size of the group, and stored messages. */
export async function growth(context: PartContext): Promise<PartResult> {
  const short = { ...context, seconds: Math.min(context.seconds, secondsMax), warmUpSeconds: 3 };
  const result: GrowthResult = {
    users: await growUsers(short),
    groupSize: await growGroup(short),
    storedMessages: await growLog(short),
  };
  return { growth: result };
}

/** The load of small rooms while others are on the line and silent. */
const growUsers = (context: PartContext): Promise<GrowthPoint[]> =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'growth_users');
    undo(world.stop);
    const points: GrowthPoint[] = [];
    let connected = 0;
    for (const users of upTo(idleUsers, Math.min(context.size ?? openFilesMax(), openFilesMax() - otherFiles))) {
      if (users > connected) {
        const rooms = await makeRooms(world.firm, Math.ceil((users - connected) / roomSize), roomSize);
        const people = rooms.flatMap((room) => room.people);
        const crew = new Crew(listenersJobs({ server: world.server, people, processes: 1 }));
        undo(() => crew.close());
        await crew.connect();
        connected += people.length;
      }
      const { ackedPerSecond, sendToReceive } = await measureRooms(context, world);
      points.push({ at: users, perSecond: ackedPerSecond, p50Ms: sendToReceive.p50Ms, p99Ms: sendToReceive.p99Ms });
      context.say(`users ${JSON.stringify(points.at(-1))}`);
    }
    return points;
  });

const growGroup = (context: PartContext): Promise<GrowthPoint[]> =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'growth_group');
    undo(world.stop);
    const points: GrowthPoint[] = [];
    for (const size of upTo(groupSizes, context.size)) {
      const { deliveriesPerSecond, sendToReceive } = await measureCrowd(context, world, { size });
      points.push({ at: size, perSecond: deliveriesPerSecond, p50Ms: sendToReceive.p50Ms, p99Ms: sendToReceive.p99Ms });
      context.say(`group size ${JSON.stringify(points.at(-1))}`);
    }
    return points;
  });

/** Pages of history and the load of small rooms while the log grows. */
const growLog = (context: PartContext): Promise<LogGrowthPoint[]> =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'growth_log');
    undo(world.stop);
    const rooms = (await makeRooms(world.firm, 10, 2)).flatMap(({ id, people: [account] }) =>
      account ? [{ id, account }] : [],
    );
    const [model] = rooms;
    if (!model) throw new Error('there is no room');
    await postMessages(world, { rooms, count: 50_000, secondsMax: 20 });
    const points: LogGrowthPoint[] = [];
    for (const stored of upTo(storedMessages, context.size)) {
      await fillLog(world.databaseUrl, model.id, stored);
      const pages = await readPages(world, await readable(world, rooms), context.seconds);
      const { ackedPerSecond, sendToAck } = await measureRooms(context, world);
      points.push({
        at: stored,
        perSecond: pages.pagesPerSecond,
        p50Ms: pages.latency.p50Ms,
        p99Ms: pages.latency.p99Ms,
        ackedPerSecond,
        ackP99Ms: sendToAck.p99Ms,
      });
      context.say(`stored messages ${JSON.stringify(points.at(-1))}`);
    }
    return points;
  });
