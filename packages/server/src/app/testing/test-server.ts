import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrgRole, UserId } from '@countinghouse/protocol';
import type { NatsAddress } from '../../platform/bus/nats-link.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { createLogger } from '../../platform/log.ts';
import { createPreparedDatabase } from '../../platform/testing/prepared-database.ts';
import { openPlatform } from '../open-platform.ts';
import { createServer, type Server, type ServerOptions } from '../server.ts';

interface Place {
  dataDir: string;
  databaseUrl: string;
  remove(): Promise<void>;
}

export interface TestServer {
  server: Server;
  baseUrl: string;
  place: Place;
  /** Adds a person with these roles and signs them in; `token` goes into `Authorization: Bearer`. */
  aUser(input: {
    login: string;
    roles: OrgRole[];
    kind?: 'person' | 'guest';
  }): Promise<{ userId: UserId; token: string }>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Hints go over this NATS. */
  nats?: NatsAddress;
  /** Another process of the same installation: its database and its data directory, which it keeps. */
  beside?: TestServer;
  server?: ServerOptions;
  /** A mail server that stands in for the firm's. */
  mail?: Config['mail'];
  clock?: Clock;
}

/** The whole server on a database and a data directory of its own, listening on a free port of the loopback. */
export async function startTestServer({
  nats,
  beside,
  server: options,
  mail,
  clock = systemClock,
}: TestServerOptions = {}): Promise<TestServer> {
  const log = createLogger(process.env.TEST_LOG_LEVEL ?? 'silent');
  const place = beside ? { ...beside.place, remove: async () => undefined } : await makePlace();
  const config: Config = {
    port: 0,
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    publicUrl: 'http://127.0.0.1',
    isDemo: false,
    trustedRootFiles: [],
    ...(nats ? { nats } : {}),
    ...(mail ? { mail } : {}),
  };
  const opened = await openPlatform({ config, databaseUrl: place.databaseUrl, log, clock });
  // Most tests read no file; a reading process for each server took longer than what they test.
  const reader = { isKeptWarm: false };
  const server = await createServer(opened.platform, opened.keys, { reader, ...options });
  await server.start();
  const [address] = server.http.addresses();
  if (typeof address !== 'object') throw new Error('the server does not listen on a port');
  return {
    server,
    baseUrl: `http://127.0.0.1:${address.port}`,
    place,
    aUser: (input) => addAndSignIn(server, input),
    close: async () => {
      await server.stop();
      await opened.close();
      await place.remove();
    },
  };
}

async function makePlace(): Promise<Place> {
  const testDatabase = await createPreparedDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
  return {
    dataDir,
    databaseUrl: testDatabase.url,
    remove: async () => {
      await testDatabase.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function addAndSignIn(server: Server, input: { login: string; roles: OrgRole[]; kind?: 'person' | 'guest' }) {
  const { userId, link } = await server.platform.database.transaction(async (tx) => {
    const id = await server.identity.addPerson(tx, {
      kind: input.kind ?? 'person',
      login: input.login,
      name: { zh: input.login, en: input.login },
      title: { zh: '职员', en: 'Staff' },
      departmentId: null,
      roles: input.roles,
    });
    return { userId: id, link: await server.identity.makeLink(tx, id) };
  });
  const answer = await server.http.inject({
    method: 'POST',
    url: '/api/sign-in-links/redeem',
    payload: { token: new URL(link).searchParams.get('token'), carrier: 'token' },
  });
  return { userId, token: answer.json<{ token: string }>().token };
}
