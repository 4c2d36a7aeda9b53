import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrgRole, UserId } from '@countinghouse/protocol';
import { systemClock } from '../../platform/clock.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { migrateJobs } from '../../platform/jobs/jobs.ts';
import { createLogger } from '../../platform/log.ts';
import { createTestDatabase } from '../../platform/postgres/testing/test-database.ts';
import { openPlatform } from '../open-platform.ts';
import { createServer, type Server } from '../server.ts';

export interface TestServer {
  server: Server;
  baseUrl: string;
  /** Adds a person with these roles and signs them in; `token` goes into `Authorization: Bearer`. */
  aUser(input: {
    login: string;
    roles: OrgRole[];
    kind?: 'person' | 'guest';
  }): Promise<{ userId: UserId; token: string }>;
  close(): Promise<void>;
}

/** The whole server on a database and a data directory of its own, listening on a free port of the loopback. */
export async function startTestServer(): Promise<TestServer> {
  const log = createLogger(process.env.TEST_LOG_LEVEL ?? 'silent');
  const testDatabase = await createTestDatabase({
    name: 'server',
    prepare: async (url) => {
      const database = openDatabase({ url, log });
      await migrate(database);
      await migrateJobs({ database, log });
      await database.close();
    },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-test-'));
  const config = {
    port: 0,
    dataDir,
    databaseUrl: testDatabase.url,
    publicUrl: 'http://127.0.0.1',
    isDemo: false,
    trustedRootFiles: [],
  };
  const { platform, keys, close } = await openPlatform({
    config,
    databaseUrl: testDatabase.url,
    log,
    clock: systemClock,
  });
  const server = await createServer(platform, keys);
  await server.start();
  const [address] = server.http.addresses();
  if (typeof address !== 'object') throw new Error('the server does not listen on a port');
  return {
    server,
    baseUrl: `http://127.0.0.1:${address.port}`,
    aUser: (input) => addAndSignIn(server, input),
    close: async () => {
      await server.stop();
      await close();
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
