import { randomUUID } from 'node:crypto';
import { type ConversationId, conversations } from '@countinghouse/protocol';
import { Latencies } from '../messaging/load/latencies.ts';
import { LightHttp } from '../messaging/load/light-http.ts';
import { type OurServer, startOurServer } from '../messaging/ours/our-server.ts';
import { type Account, askAs, Firm } from '../messaging/ours/people.ts';
import { round } from '../messaging/parts/measure.ts';
import { measureRawInserts } from '../messaging/parts/raw-inserts.ts';
import { conditions } from '../messaging/system/conditions.ts';
import { howToInstallNats, startNats } from '../messaging/system/nats.ts';
import { type Postgres, startPostgres } from '../messaging/system/postgres.ts';

const rooms = 20;
const membersPerRoom = 5;
const inFlightPerSender = 20;
const warmUpSeconds = 2;
const secondsDefault = 5;
const quietMessages = 100;

interface Sender extends Account {
  conversationId: ConversationId;
}

interface CommitOptions {
  isJson: boolean;
  seconds?: number;
  /** Server processes are started with these, for example `--cpu-prof`. */
  nodeOptions?: readonly string[];
  /** How many server processes write to the one database. */
  size?: number;
  /** What to measure; everything where absent. */
  only?: readonly string[];
}

/**
 * The write path alone: 20 rooms of 5, one sender in each with 20 messages in flight, in one request or in requests of
 * their own, nobody on the line; and one quiet sender. What the rows alone cost is measured in the same run.
 */
export async function benchCommit({
  isJson,
  seconds = secondsDefault,
  nodeOptions = [],
  size: processes = 1,
  only,
}: CommitOptions) {
  const postgres = await startPostgres();
  try {
    const settings = await postgres.settings();
    const databaseUrl = await postgres.createDatabase('commit');
    const nats = processes > 1 ? await startNats() : undefined;
    if (processes > 1 && !nats) throw new Error(howToInstallNats);
    const server = await startOurServer({
      databaseUrl,
      nodeOptions,
      processes,
      ...(nats ? { natsUrl: nats.url } : {}),
    });
    const results: Record<string, object> = {};
    try {
      const senders = await makeSenders(server, databaseUrl);
      const run = async (name: string, send: Send) => {
        if (only && !only.includes(name)) return;
        results[name] = await measureSending({ server, postgres, senders, seconds, send });
        if (!isJson) process.stdout.write(`${name} ${JSON.stringify(results[name])}\n`);
      };
      await run('inOneRequest', sendTogether);
      await run('inRequestsOfTheirOwn', sendOneByOne);
      results.quiet = await measureQuiet(server, senders);
    } finally {
      await server.stop();
      await nats?.stop();
    }
    const rawInserts = await measureRawInserts({ postgres, seconds });
    process.stdout.write(
      `${JSON.stringify({ bench: 'commit', processes, conditions: conditions(settings), rawInserts, ...results })}\n`,
    );
  } finally {
    await postgres.stop();
  }
}

async function makeSenders(server: OurServer, databaseUrl: string): Promise<Sender[]> {
  const firm = await Firm.open(server, databaseUrl);
  try {
    const people = await firm.hire(rooms * membersPerRoom);
    const senders: Sender[] = [];
    for (let room = 0; room < rooms; room++) {
      const members = people.slice(room * membersPerRoom, (room + 1) * membersPerRoom);
      const [owner] = members;
      if (owner) senders.push({ ...owner, conversationId: await firm.gather(`room ${room}`, members) });
    }
    return senders;
  } finally {
    firm.close();
  }
}

/** Sends `inFlightPerSender` messages and resolves when all are answered. */
type Send = (http: LightHttp, sender: Sender, onAnswer: (count: number) => void) => Promise<void>;

const aMessage = () => ({ clientId: randomUUID(), text: '客户的银行回单已经收到，请在周五之前核对并回复。' });

const sendTogether: Send = async (http, sender, onAnswer) => {
  const messages = Array.from({ length: inFlightPerSender }, () => ({
    conversationId: sender.conversationId,
    ...aMessage(),
  }));
  const { answers } = await askAs<{ answers: object[] }>(http, sender, {
    method: 'POST',
    path: conversations.postMessages.path,
    body: { messages },
  });
  const refused = answers.find((answer) => !('event' in answer));
  if (refused) throw new Error(`a message was refused: ${JSON.stringify(refused)}`);
  onAnswer(answers.length);
};

const sendOneByOne: Send = async (http, sender, onAnswer) => {
  const path = conversations.postMessage.path.replace(':conversationId', sender.conversationId);
  await Promise.all(
    Array.from({ length: inFlightPerSender }, async () => {
      await askAs(http, sender, { method: 'POST', path, body: aMessage() });
      onAnswer(1);
    }),
  );
};

interface Sending {
  server: OurServer;
  postgres: Postgres;
  senders: readonly Sender[];
  seconds: number;
  send: Send;
}

async function measureSending({ server, postgres, senders, seconds, send }: Sending) {
  const latencies = new Latencies();
  let acked = 0;
  let isOver = false;
  const work = senders.map(async (sender) => {
    const http = new LightHttp(server.baseUrl, inFlightPerSender);
    while (!isOver) {
      const startedAt = performance.now();
      await send(http, sender, (count) => {
        acked += count;
        latencies.add((performance.now() - startedAt) * 1000);
      });
    }
    http.close();
  });
  await sleep(warmUpSeconds);
  const before = await readCost(server, postgres);
  acked = 0;
  latencies.clear();
  await Promise.race([sleep(seconds), ...work]);
  const messages = acked;
  const after = await readCost(server, postgres);
  isOver = true;
  await Promise.all(work);
  const ms = (cost: keyof typeof before, digits = 3) => round(((after[cost] - before[cost]) / messages) * 1000, digits);
  const groups = after.groups - before.groups;
  return {
    ackedPerSecond: round(messages / (after.at - before.at), 0),
    messagesPerGroup: round((after.grouped - before.grouped) / groups, 1),
    commitMsPerGroup: round(((after.commitSeconds - before.commitSeconds) / groups) * 1000, 1),
    sendToAck: latencies.summary(),
    cpuMsPerMessage: { server: ms('server'), database: ms('database'), generator: ms('generator') },
  };
}

async function readCost(server: OurServer, postgres: Postgres) {
  const { user, system } = process.cpuUsage();
  return {
    server: await server.cpuSeconds(),
    database: await postgres.cpuSeconds(),
    generator: (user + system) / 1e6,
    ...(await readGroups(server)),
    at: performance.now() / 1000,
  };
}

/** Groups of messages that were committed so far, the messages in them, and the time that they took. */
async function readGroups({ baseUrl }: OurServer) {
  const page = await (await fetch(`${baseUrl}/metrics`)).text();
  const sum = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? 0);
  return {
    groups: sum('messaging_commit_group_size_count'),
    grouped: sum('messaging_commit_group_size_sum'),
    commitSeconds: sum('messaging_commit_seconds_sum'),
  };
}

/** One message after another, nobody else at work. */
async function measureQuiet(server: OurServer, senders: readonly Sender[]) {
  const [sender] = senders;
  if (!sender) throw new Error('there is no sender');
  const http = new LightHttp(server.baseUrl, 1);
  const latencies = new Latencies();
  const path = conversations.postMessage.path.replace(':conversationId', sender.conversationId);
  for (let count = 0; count < quietMessages; count++) {
    const startedAt = performance.now();
    await askAs(http, sender, { method: 'POST', path, body: aMessage() });
    latencies.add((performance.now() - startedAt) * 1000);
  }
  http.close();
  return latencies.summary();
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
