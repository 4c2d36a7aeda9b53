import { makeRooms, openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';
import { fillLog, postMessages, readable, readPages } from './stored-messages.ts';

const storedDefault = 10_000_000;
const realMax = 200_000;
const realSecondsMax = 60;
const roomCount = 20;

/** A page of history from a log of many millions of messages. */
export const history = (context: PartContext): Promise<PartResult> =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'history');
    undo(world.stop);
    const rooms = (await makeRooms(world.firm, roomCount, 2)).flatMap(({ id, people: [account] }) =>
      account ? [{ id, account }] : [],
    );
    const [model] = rooms;
    if (!model) throw new Error('there is no room');
    const wanted = context.size ?? storedDefault;
    const posted = await postMessages(world, {
      rooms,
      count: Math.min(realMax, Math.ceil(wanted / 2)),
      secondsMax: realSecondsMax,
    });
    const startedAt = performance.now();
    const stored = await fillLog(world.databaseUrl, model.id, wanted);
    const fillSeconds = Math.round((performance.now() - startedAt) / 1000);
    context.say(`${stored} messages stored, ${posted} of them posted over HTTP, the others copied in ${fillSeconds} s`);
    const pages = await readPages(world, await readable(world, rooms), context.seconds);
    context.say(
      `history pages: p50 ${pages.latency.p50Ms} ms, p99 ${pages.latency.p99Ms} ms, ${pages.pagesPerSecond}/s`,
    );
    return { history: { stored, posted, fillSeconds, ...pages } };
  });
