import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as ask } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClientId,
  type ConversationId,
  conversations,
  identity,
  type MessagePosted,
  type PostAnswer,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../platform/database/database.ts';
import { createLogger } from '../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../platform/postgres/testing/test-database.ts';

const messagesPerRequest = 50;
const senders = 4;

let database: TestDatabase;
let dataDir: string;
let port: number;
let running: Running | undefined;
let session: { token: string; conversationId: ConversationId } | undefined;
let senderCount = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-stopping-'));
  port = await findFreePort();
});
afterAll(async () => {
  if (running?.child.exitCode === null) {
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    expect(running.log()).toBe('');
  }
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

interface Running {
  child: ChildProcess;
  /** What `until` found in what it said. */
  found: string;
  log(): string;
}

async function startServer(until: RegExp): Promise<Running> {
  const settings = { PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: database.url, LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, ...settings, PROCESSES: '', NATS_URL: '', PUBLIC_URL: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  const found = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
      const match = until.exec(said);
      if (match) resolve(match[1] ?? '');
    });
    child.once('exit', () => reject(new Error(`the server ended: ${log}`)));
  });
  return { child, found, log: () => log };
}

/** What the server said, or undefined where the connection was refused or cut. */
function post(path: string, body: object, input: { token?: string; agent: Agent }): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    ...(input.token ? { authorization: `Bearer ${input.token}` } : {}),
  };
  return new Promise((resolve) => {
    const sent = ask({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: input.agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve(response.complete ? JSON.parse(text) : undefined));
      response.once('error', () => resolve(undefined));
    });
    sent.once('error', () => resolve(undefined));
    sent.end(JSON.stringify(body));
  });
}

interface Sent {
  clientId: ClientId;
  text: string;
}

class Sender {
  readonly agent = new Agent({ keepAlive: true });
  readonly answered = new Map<ClientId, MessagePosted>();
  readonly open: Sent[] = [];
  refused: PostAnswer[] = [];
  private readonly name: string;
  readonly token: string;
  private readonly conversationId: ConversationId;
  private count = 0;

  constructor(name: string, token: string, conversationId: ConversationId) {
    this.name = name;
    this.token = token;
    this.conversationId = conversationId;
  }

  /** One request; whether it was answered. */
  async send(): Promise<boolean> {
    while (this.open.length < messagesPerRequest) {
      const text = `${this.name} ${++this.count}`;
      this.open.push({ text, clientId: `stopping-${text.replace(' ', '-')}` as ClientId }); // has the form of one
    }
    const part = this.open.slice(0, messagesPerRequest);
    const messages = part.map((message) => ({ ...message, conversationId: this.conversationId }));
    const answer = await post(conversations.postMessages.path, { messages }, this);
    if (!isBatchAnswer(answer)) return false;
    for (const [index, { clientId }] of part.entries()) {
      const own = answer.answers[index];
      if (own && 'event' in own) this.answered.set(clientId, own.event);
      else if (own) this.refused.push(own);
    }
    const rest = this.open.filter(({ clientId }) => !this.answered.has(clientId));
    this.open.splice(0, this.open.length, ...rest);
    return true;
  }
}

const isBatchAnswer = (value: unknown): value is { answers: PostAnswer[] } =>
  typeof value === 'object' && value !== null && 'answers' in value && Array.isArray(value.answers);

async function aConversation(link: string): Promise<{ token: string; conversationId: ConversationId }> {
  const agent = new Agent();
  // The server under test answers as its contract says.
  const session = (await post(identity.redeemLink.path, { token: link, carrier: 'token' }, { agent })) as {
    token: string;
  };
  const body = { clientId: 'stopping-group', title: '项目组', memberIds: [] };
  const group = (await post(conversations.create.path, body, { agent, token: session.token })) as {
    id: ConversationId;
  };
  return { token: session.token, conversationId: group.id };
}

/** Sends traffic, stops the server while the writes of it wait for a lock, and gives the lock free a moment later. */
async function stopInTheMiddle(server: Running, all: readonly Sender[], leaving: readonly Sender[]): Promise<void> {
  const traffic = all.map(async (sender) => {
    while (await sender.send());
  });
  while (all.some((sender) => sender.answered.size < 2 * messagesPerRequest)) await sleep(5);
  const holder = openDatabase({ url: database.url, log: createLogger('silent') });
  await holder.transaction(async (tx) => {
    await tx.query('select 1 from conversations where kind = $1 for update', ['group']);
    await sleep(300);
    server.child.kill('SIGTERM');
    for (const { agent } of leaving) agent.destroy();
    await sleep(300);
  });
  const [exitCode] = await once(server.child, 'exit');
  await Promise.all([...traffic, holder.close()]);
  expect(exitCode).toBe(0);
}

test.each([
  { who: 'all clients stay', leaving: 0 },
  { who: 'one client goes in the middle of its request', leaving: 1 },
  { who: 'all clients go in the middle of their requests', leaving: senders },
])(
  'a server that is told to stop under traffic finishes what it took, says nothing of faults, and loses and doubles nothing ($who)',
  async ({ leaving }) => {
    // The server of the test before, which has taken the place of the one that was stopped there.
    if (running?.child.exitCode !== null) running = await startServer(session ? /Countinghouse/ : /token=([\w-]+)\s/);
    session ??= await aConversation(running.found);
    const { token, conversationId } = session;
    const all = Array.from({ length: senders }, () => new Sender(`s${++senderCount}`, token, conversationId));
    await stopInTheMiddle(running, all, all.slice(0, leaving));
    expect(running.log()).toBe('');
    expect(all.slice(leaving).flatMap((sender) => sender.refused)).toEqual([]);

    running = await startServer(/Countinghouse/);
    for (const sender of all) while (sender.open.length > 0) expect(await sender.send()).toBe(true);
    const answered = all.flatMap((sender) => [...sender.answered.values()]);
    const seqs = answered.map((event) => event.seq).sort((a, b) => a - b);
    expect(new Set(seqs).size).toBe(answered.length);
    // Without gaps: nothing stands in the log that was not answered, and nothing stands twice.
    expect(Math.max(...seqs) - Math.min(...seqs) + 1).toBe(answered.length);
    for (const { agent } of all) agent.destroy();
    expect(running.log()).toBe('');
  },
  60_000,
);
