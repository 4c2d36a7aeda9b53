import { randomUUID } from 'node:crypto';
import { type ConversationId, conversations, postBatchMax, type ResponseOf } from '@countinghouse/protocol';
import { Latencies, type LatencySummary } from '../load/latencies.ts';
import { forEachAtOnce, LightHttp } from '../load/light-http.ts';
import { nowUs, stampedText } from '../load/stamp.ts';
import { type Account, askAs } from '../ours/people.ts';
import { withClient } from '../system/postgres.ts';
import type { OurWorld } from './our-world.ts';

const pageSize = 50;
const readersAtOnce = 4;
const conversationsPerMillion = 100;
const rowsPerStatement = 500_000;

/** Where pages are read: a conversation whose messages people posted, and one of them. */
export interface ReadableRoom {
  id: ConversationId;
  account: Account;
  /** Newest event. */
  headSeq: number;
}

/** Posts real messages over HTTP, a batch of each room's owner at a time, until there are so many or the time is over. */
export async function postMessages(
  world: OurWorld,
  input: { rooms: readonly { id: ConversationId; account: Account }[]; count: number; secondsMax: number },
): Promise<number> {
  const http = new LightHttp(world.server.baseUrl, input.rooms.length);
  const deadline = performance.now() + input.secondsMax * 1000;
  let posted = 0;
  await forEachAtOnce(input.rooms, input.rooms.length, async ({ id, account }, sender) => {
    while (posted < input.count && performance.now() < deadline) {
      const messages = Array.from({ length: postBatchMax }, (_, number) => ({
        conversationId: id,
        clientId: randomUUID(),
        text: stampedText({ sender, number, atUs: nowUs() }),
      }));
      const { answers } = await askAs<ResponseOf<typeof conversations.postMessages>>(http, account, {
        method: 'POST',
        path: conversations.postMessages.path,
        body: { messages },
      });
      posted += answers.filter((answer) => 'event' in answer).length;
    }
  });
  http.close();
  return posted;
}

/**
 * Makes the log longer by copies of one real row in conversations that nobody reads: table and indexes are as large as
 * with so many messages, and what is read was posted and sealed by the product. Answers the rows that the log then has.
 */
export async function fillLog(databaseUrl: string, model: ConversationId, total: number): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const count = async () =>
      Number((await client.query<{ count: string }>('select count(*) from conversation_events')).rows[0]?.count ?? 0);
    // Loads as a restored dump does: what refers to what was checked when the model was written.
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'",
    );
    let missing = total - (await count());
    while (missing > 0) {
      const rows = Math.min(missing, rowsPerStatement);
      const shelves = Math.max(1, Math.round((rows / 1e6) * conversationsPerMillion));
      const perShelf = Math.ceil(rows / shelves);
      await client.query(
        `with shelves as (
           insert into conversations
           select (jsonb_populate_record(model, jsonb_build_object('id', gen_random_uuid(), 'direct_key', null,
             'create_client_id', gen_random_uuid(), 'head_seq', $3::bigint, 'message_count', $3::bigint))).*
           from conversations model, generate_series(1, $2::int) where model.id = $1 returning id
         ), sample as (
           select * from conversation_events where conversation_id = $1 and kind = 'message.posted' order by seq limit 1
         )
         insert into conversation_events (conversation_id, seq, kind, actor_id, at, message_count, client_id, key_id, ciphertext)
         select shelves.id, number, sample.kind, sample.actor_id, sample.at, number, 'filler-' || number, sample.key_id, sample.ciphertext
         from shelves, sample, generate_series(1, $3::bigint) number`,
        [model, shelves, perShelf],
      );
      missing -= shelves * perShelf;
    }
    await client.query('set session_replication_role = origin');
    await client.query('analyze conversation_events, conversations');
    return count();
  });
}

export interface PageReading {
  pageSize: number;
  pagesPerSecond: number;
  latency: LatencySummary;
}

/** Pages at random places of random rooms, by a few readers at once. */
export async function readPages(
  world: OurWorld,
  rooms: readonly ReadableRoom[],
  seconds: number,
): Promise<PageReading> {
  const http = new LightHttp(world.server.baseUrl, readersAtOnce);
  const latencies = new Latencies();
  const read = async (isCounted: boolean, deadline: number) => {
    while (performance.now() < deadline) {
      const room = rooms[Math.floor(Math.random() * rooms.length)];
      if (!room) throw new Error('there is no room to read in');
      const beforeSeq = pageSize + Math.floor(Math.random() * (room.headSeq - pageSize));
      const askedUs = nowUs();
      await askAs(http, room.account, {
        method: 'GET',
        path: `/api/conversations/${room.id}/events?beforeSeq=${beforeSeq}&limit=${pageSize}`,
      });
      if (isCounted) latencies.add(nowUs() - askedUs);
    }
  };
  const readersFor = (isCounted: boolean, ms: number) => {
    const deadline = performance.now() + ms;
    return Promise.all(Array.from({ length: readersAtOnce }, () => read(isCounted, deadline)));
  };
  await readersFor(false, 2000);
  await readersFor(true, seconds * 1000);
  http.close();
  return { pageSize, pagesPerSecond: Math.round(latencies.count / seconds), latency: latencies.summary() };
}

/** The rooms with their newest event as it is now. */
export async function readable(
  world: OurWorld,
  rooms: readonly { id: ConversationId; account: Account }[],
): Promise<ReadableRoom[]> {
  const read: ReadableRoom[] = [];
  for (const { id, account } of rooms) {
    const { headSeq } = await world.firm.ask<{ headSeq: number }>(
      account,
      'GET',
      `/api/conversations/${id}/events?limit=1`,
    );
    read.push({ id, account, headSeq });
  }
  return read;
}
