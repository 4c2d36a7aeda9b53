import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Measurement, round, told } from '../messaging/parts/measure.ts';
import { openOurWorld } from '../messaging/parts/our-world.ts';
import { cleaningUp, type PartContext } from '../messaging/parts/part.ts';
import { measureRooms } from '../messaging/parts/rooms-and-crowd.ts';
import { conditions } from '../messaging/system/conditions.ts';
import { cleanUpOnSignals } from '../messaging/system/leftovers.ts';
import { startPostgres } from '../messaging/system/postgres.ts';

/** In turns, so that a machine that grows busier or quieter does not decide. */
const turns = ['off', 'on', 'on', 'off'] as const;
const secondsDefault = 15;
const warmUpSeconds = 5;
const lookMs = 250;
/** The same as the indexer takes for its turn; whoever holds it keeps every indexer waiting. */
const lockName = 'search index';

/** How far the index is behind the logs. */
interface Behind {
  events: number;
  /** Age of the oldest event that it does not know. */
  seconds: number;
}

/**
 * What indexing costs those who write: the rooms of the messaging measurement with the indexer at its own pace, and with
 * its turn held by somebody else, so that it does nothing. Each turn begins with an index that knows everything.
 */
export async function measureCost(input: { seconds?: number; say(line: string): void }): Promise<object> {
  cleanUpOnSignals();
  const postgres = await startPostgres();
  try {
    const seconds = input.seconds ?? secondsDefault;
    const context: PartContext = { postgres, seconds, warmUpSeconds, size: undefined, say: input.say };
    const under = conditions(await postgres.settings());
    return { conditions: under, ...(await measureTurns(context)) };
  } finally {
    await postgres.stop();
  }
}

interface Turn {
  how: 'on' | 'off';
  rooms: Measurement;
  /** Greatest while people wrote. */
  behindMost: Behind;
  /** From the last message until the index knew everything; where it was off, from when it might begin. */
  secondsUntilCurrent: number;
  /** Taken in meanwhile. */
  eventsPerSecond: number;
}

const measureTurns = (context: PartContext) =>
  cleaningUp(async (undo) => {
    const world = await openOurWorld(context, 'cost');
    undo(world.stop);
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    undo(() => client.end());
    const done: Turn[] = [];
    for (const how of turns) {
      if (how === 'off') await client.query('select pg_advisory_lock(hashtext($1))', [lockName]);
      const { measured: rooms, behindMost } = await watching(client, () => measureRooms(context, world));
      if (how === 'off') await client.query('select pg_advisory_unlock(hashtext($1))', [lockName]);
      const turn = { how, rooms, behindMost, ...(await timeUntilCurrent(client)) };
      context.say(`${told(`indexer ${how}`, rooms)}, behind ${JSON.stringify(behindMost)}`);
      context.say(`current after ${turn.secondsUntilCurrent} s at ${turn.eventsPerSecond} events/s`);
      done.push(turn);
    }
    return summarise(done);
  });

function summarise(done: readonly Turn[]) {
  const ofKind = (how: Turn['how']) => {
    const own = done.filter((turn) => turn.how === how);
    const mean = (pick: (turn: Turn) => number) => own.reduce((sum, turn) => sum + pick(turn), 0) / own.length;
    return {
      ackedPerSecond: Math.round(mean(({ rooms }) => rooms.ackedPerSecond)),
      ackP99Ms: own.map(({ rooms }) => rooms.sendToAck.p99Ms),
      each: own.map(({ rooms }) => rooms.ackedPerSecond),
      cpuSeconds: own.map(({ rooms }) => rooms.cpuSeconds),
      secondsUntilCurrent: own.map((turn) => turn.secondsUntilCurrent),
      indexedPerSecondAfterwards: own.map((turn) => turn.eventsPerSecond),
      ...(how === 'on' ? { behindMost: own.map((turn) => turn.behindMost) } : {}),
    };
  };
  const [on, off] = [ofKind('on'), ofKind('off')];
  return { indexerOff: off, indexerOn: on, lost: round(1 - on.ackedPerSecond / off.ackedPerSecond, 3) };
}

/** Looks how far the index is behind while the work goes on. */
async function watching<Result>(
  client: pg.Client,
  work: () => Promise<Result>,
): Promise<{ measured: Result; behindMost: Behind }> {
  const behindMost = { events: 0, seconds: 0 };
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      const { events, seconds } = await readBehind(client);
      behindMost.events = Math.max(behindMost.events, events);
      behindMost.seconds = Math.max(behindMost.seconds, seconds);
      await sleep(lookMs);
    }
  };
  const looking = look();
  try {
    const measured = await work();
    return { measured, behindMost };
  } finally {
    isOver = true;
    await looking;
  }
}

async function timeUntilCurrent(client: pg.Client): Promise<Pick<Turn, 'secondsUntilCurrent' | 'eventsPerSecond'>> {
  const startedMs = performance.now();
  const { events } = await readBehind(client);
  while ((await readBehind(client)).events > 0) await sleep(lookMs);
  const seconds = (performance.now() - startedMs) / 1000;
  return { secondsUntilCurrent: round(seconds, 1), eventsPerSecond: Math.round(events / seconds) };
}

async function readBehind(client: pg.Client): Promise<Behind> {
  const { rows } = await client.query<{ events: string; seconds: number }>(
    `select coalesce(sum(c.head_seq - coalesce(s.seq, 0)), 0) as events,
       coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)::float8 as seconds
     from conversations c left join search_cursors s on s.conversation_id = c.id
     join conversation_events e on e.conversation_id = c.id and e.seq = coalesce(s.seq, 0) + 1
     where c.head_seq > coalesce(s.seq, 0)`,
  );
  const [row] = rows;
  return { events: Number(row?.events ?? 0), seconds: round(row?.seconds ?? 0, 1) };
}
