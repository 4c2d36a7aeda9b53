import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ClientId,
  type ConversationId,
  type ConversationSummary,
  conversations,
  type Endpoint,
  type FileRef,
  type LiveFrame,
  livePath,
  type MessagePosted,
  type UserId,
  type UserKind,
} from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import type { Bus } from '../../../platform/bus/bus.ts';
import { createInProcessBus } from '../../../platform/bus/in-process-bus.ts';
import { type Clock, systemClock } from '../../../platform/clock.ts';
import { type Database, openDatabase } from '../../../platform/database/database.ts';
import { DomainEvents } from '../../../platform/events.ts';
import { createHttp } from '../../../platform/http/create-http.ts';
import {
  type Answer,
  type CallInput,
  callEndpoint,
  type SignedIn,
} from '../../../platform/http/testing/call-endpoint.ts';
import { createNewId } from '../../../platform/ids.ts';
import { createJobs, type JobHandler } from '../../../platform/jobs/jobs.ts';
import { createLogger } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openFileKeyProvider } from '../../../platform/secrets/key-provider.ts';
import { createSealer } from '../../../platform/secrets/sealer.ts';
import { createPreparedDatabase } from '../../../platform/testing/prepared-database.ts';
import { createFiles, type Files } from '../../files/index.ts';
import { createIdentity, type Identity } from '../../identity/index.ts';
import { createMessaging, type Messaging, type MessagingOptions } from '../index.ts';

const log = createLogger(process.env.TEST_LOG_LEVEL ?? 'silent');

export type TestPerson = SignedIn;

/** Identity, files and messaging on a database of their own, behind a real port. */
export interface MessagingHost {
  platform: Platform;
  database: Database;
  identity: Identity;
  files: Files;
  messaging: Messaging;
  http: FastifyInstance;
  baseUrl: string;
  aPerson(name: string, kind?: Exclude<UserKind, 'app'>): Promise<TestPerson>;
  anApp(login: string): Promise<UserId>;
  aGroup(owner: TestPerson, members?: readonly TestPerson[], title?: string): Promise<ConversationSummary>;
  aFile(owner: TestPerson, name: string): Promise<FileRef>;
  call<E extends Endpoint>(person: TestPerson, endpoint: E, input?: CallInput<E>): Promise<Answer<E>>;
  post(person: TestPerson, conversationId: ConversationId, text: string, clientId?: ClientId): Promise<MessagePosted>;
  aLine(person: TestPerson): Promise<TestLine>;
  /** Names of the tables in which this text stands readable. */
  tablesWith(text: string): Promise<string[]>;
  /** Does this so much later than now. */
  later<Result>(aheadMs: number, work: () => Promise<Result>): Promise<Result>;
  /** Does what the queue of jobs would do; nothing else runs them here. */
  runJob(name: string, payload: object): Promise<void>;
  close(): Promise<void>;
}

/** An open live connection that remembers what came. */
export interface TestLine {
  socket: WebSocket;
  frames: LiveFrame[];
  /** Resolves with the first frame, past or future, that fits. */
  frame(fits: (frame: LiveFrame) => boolean): Promise<LiveFrame>;
  closed: Promise<number>;
}

let madeCount = 0;
// Tests need ids of the right form, not unguessable ones.
export const aClientId = (): ClientId => `client-${process.pid}-${++madeCount}` as ClientId;

export async function startMessagingHost(options: MessagingOptions & { bus?: Bus } = {}): Promise<MessagingHost> {
  const ahead = { ms: 0 };
  const clock: Clock = { now: () => new Date(systemClock.now().getTime() + ahead.ms) };
  const testDatabase = await createPreparedDatabase();
  const database = openDatabase({ url: testDatabase.url, log });
  const keyDatabase = openDatabase({ url: testDatabase.url, log });
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-messaging-'));
  const keys = await openFileKeyProvider(dataDir, undefined);
  const jobs = createJobs({ database, log });
  const jobHandlers = new Map<string, JobHandler>();
  const platform: Platform = {
    config: {
      port: 0,
      dataDir,
      databaseUrl: testDatabase.url,
      publicUrl: 'http://127.0.0.1',
      isDemo: false,
      trustedRootFiles: [],
    },
    database,
    log,
    clock,
    newId: createNewId(systemClock),
    metrics: createMetrics(),
    bus: options.bus ?? createInProcessBus({ log }),
    events: new DomainEvents(),
    jobs: { ...jobs, define: (name, handler) => jobHandlers.set(name, handler) },
    sealer: createSealer({ database: keyDatabase, keys, clock: systemClock }),
  };
  const http = await createHttp(platform);
  const identity = createIdentity(platform);
  const files = createFiles(platform, keys);
  const messaging = createMessaging(platform, identity, options);
  identity.registerRoutes(http, {
    listEngagementsFor: async () => [],
    listSharedPeople: messaging.listSharedPeople,
  });
  files.registerRoutes(http, async () => undefined);
  messaging.registerRoutes(http);
  const baseUrl = await http.listen({ port: 0, host: '127.0.0.1' });
  const parts = { platform, database, identity, files, messaging, http, baseUrl };
  return {
    ...parts,
    ...builders(parts),
    later: async (aheadMs, work) => {
      ahead.ms = aheadMs;
      return work().finally(() => {
        ahead.ms = 0;
      });
    },
    runJob: async (name, payload) => {
      const handler = jobHandlers.get(name);
      if (!handler) throw new Error(`no job is called ${name}`);
      await handler(payload);
    },
    close: async () => {
      await http.close();
      files.stop();
      await Promise.all([database.close(), keyDatabase.close()]);
      await testDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Parts = Pick<MessagingHost, 'database' | 'identity' | 'files' | 'http' | 'baseUrl'>;
type Builders = Pick<
  MessagingHost,
  'aPerson' | 'anApp' | 'aGroup' | 'aFile' | 'call' | 'post' | 'aLine' | 'tablesWith'
>;

function builders({ database, identity, files, http, baseUrl }: Parts): Builders {
  const call: MessagingHost['call'] = (person, endpoint, input = {}) => callEndpoint(http, person, endpoint, input);
  const signIn = async (link: string): Promise<string> => {
    const payload = { token: new URL(link).searchParams.get('token'), carrier: 'token' };
    const answer = await http.inject({ method: 'POST', url: '/api/sign-in-links/redeem', payload });
    return answer.json<{ token: string }>().token;
  };
  return {
    call,
    aPerson: async (name, kind = 'person') => {
      const made = await database.transaction(async (tx) => {
        const userId = await identity.addPerson(tx, {
          kind,
          login: name,
          name: { zh: name },
          title: { zh: '职员' },
          departmentId: null,
          roles: [kind === 'guest' ? 'guest' : 'staff'],
        });
        return { userId, link: await identity.makeLink(tx, userId) };
      });
      return { userId: made.userId, token: await signIn(made.link) };
    },
    anApp: (login) => database.transaction((tx) => identity.ensureApp(tx, { login, name: { zh: login } })),
    aGroup: async (owner, members = [], title = '项目组') => {
      const memberIds = members.map((member) => member.userId);
      return (await call(owner, conversations.create, { body: { clientId: aClientId(), title, memberIds } })).body;
    },
    aFile: (owner, name) =>
      files.keepBytes({ ownerId: owner.userId, name, bytes: new TextEncoder().encode(`content of ${name}`) }),
    post: async (person, conversationId, text, clientId = aClientId()) => {
      const answer = await call(person, conversations.postMessage, {
        params: { conversationId },
        body: { clientId, text },
      });
      if (answer.status !== 200) throw new Error(`post was refused: ${answer.body.refusal}`);
      return answer.body;
    },
    aLine: (person) => openLine(baseUrl, person),
    tablesWith: (text) => findTablesWith(database, text),
  };
}

async function findTablesWith(database: Database, text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`,
  );
  if (tables.length <= 10) throw new Error('the tables of the product are not here');
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query(
      `select 1 from ${name} t where t::text like '%' || $1 || '%' or t::text like '%' || encode($1::text::bytea, 'hex') || '%'`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function openLine(baseUrl: string, person: TestPerson): Promise<TestLine> {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}${livePath}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const frames: LiveFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    // The server is under test here; what it sends is looked at by the test.
    frames.push(JSON.parse(String(data)) as LiveFrame);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const frame: TestLine['frame'] = (fits) =>
    new Promise((resolve) => {
      const look = () => {
        const found = frames.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  await frame((first) => first.type === 'hello');
  return { socket, frames, frame, closed };
}
