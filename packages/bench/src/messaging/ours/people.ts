import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ConversationId, UserId } from '@countinghouse/protocol';
import { LightHttp } from '../load/light-http.ts';
import { withClient } from '../system/postgres.ts';
import type { OurServer } from './our-server.ts';

const requestsAtOnce = 64;
const membersPerRequestMax = 500;

export interface Account {
  userId: UserId;
  token: string;
}

/** Makes people and groups as an administrator and the people themselves would, over HTTP. */
export class Firm {
  private readonly http: LightHttp;
  private readonly administrator: Account;

  private readonly databaseUrl: string;

  private constructor(http: LightHttp, administrator: Account, databaseUrl: string) {
    this.http = http;
    this.databaseUrl = databaseUrl;
    this.administrator = administrator;
  }

  static async open(server: Pick<OurServer, 'baseUrl' | 'linkToken'>, databaseUrl: string): Promise<Firm> {
    if (server.linkToken === undefined) throw new Error('the server gave no link for the first administrator');
    const http = new LightHttp(server.baseUrl, requestsAtOnce);
    return new Firm(http, await redeem(http, server.linkToken), databaseUrl);
  }

  /**
   * People with a session each. One comes in as an administrator adds people; the others are copies of the rows that
   * this left, because a hundred people a second would be most of the run.
   */
  async hire(count: number): Promise<Account[]> {
    const { signInLink } = await this.ask<{ signInLink: string }>(this.administrator, 'POST', '/api/admin/people', {
      login: `bench.${randomUUID()}`,
      name: { zh: '职员', en: 'Colleague' },
      title: { zh: '审计员', en: 'Auditor' },
      kind: 'person',
      departmentId: null,
      roles: ['staff'],
    });
    const first = await redeem(this.http, new URL(signInLink).searchParams.get('token') ?? '');
    return [first, ...(await copyPerson(this.databaseUrl, first, count - 1))];
  }

  /** A group of these people, made by the first of them. */
  async gather(title: string, people: readonly Account[]): Promise<ConversationId> {
    const [owner, ...others] = people;
    if (!owner) throw new Error('a group needs somebody');
    const memberIds = others.map((account) => account.userId);
    const { id } = await this.ask<{ id: ConversationId }>(owner, 'POST', '/api/conversations', {
      clientId: randomUUID(),
      title,
      memberIds: memberIds.slice(0, membersPerRequestMax),
    });
    for (let at = membersPerRequestMax; at < memberIds.length; at += membersPerRequestMax) {
      const userIds = memberIds.slice(at, at + membersPerRequestMax);
      await this.ask(owner, 'POST', `/api/conversations/${id}/members`, { userIds });
    }
    return id;
  }

  /** Throws where the server refuses. */
  async ask<Answer>(account: Account, method: string, path: string, body?: unknown): Promise<Answer> {
    return askAs<Answer>(this.http, account, { method, path, body });
  }

  close(): void {
    this.http.close();
  }
}

const redeem = (http: LightHttp, token: string): Promise<Account> =>
  askAs<Account>(
    http,
    { token: '' },
    { method: 'POST', path: '/api/sign-in-links/redeem', body: { token, carrier: 'token' } },
  );

/** Throws where the server refuses. */
export async function askAs<Answer>(
  http: LightHttp,
  { token }: { token: string },
  request: { method: string; path: string; body?: unknown },
): Promise<Answer> {
  const { status, body } = await http.ask({ ...request, token });
  if (status < 200 || status > 299) throw new Error(`${request.method} ${request.path}: ${status} ${body}`);
  // The server is built from the schema that the caller names.
  return JSON.parse(body) as Answer;
}

const copyUsers = `insert into users select (jsonb_populate_record(original, jsonb_build_object('id', copy.id, 'login', 'bench.' || copy.id))).*
   from users original, unnest($2::uuid[]) copy (id) where original.id = $1`;
const copySessions = `insert into sessions
  select (jsonb_populate_record(original, jsonb_build_object('id', gen_random_uuid(), 'user_id', copy.id, 'token_hash', copy.hash))).*
  from sessions original, unnest($2::uuid[], $3::text[]) copy (id, hash) where original.user_id = $1`;

async function copyPerson(databaseUrl: string, original: Account, count: number): Promise<Account[]> {
  const copies = Array.from({ length: count }, () => ({
    // What the database takes for a UUID is one for the product.
    userId: randomUUID() as UserId,
    token: randomBytes(32).toString('base64url'),
  }));
  const ids = copies.map((copy) => copy.userId);
  const hashes = copies.map(({ token }) => `\\x${createHash('sha256').update(token).digest('hex')}`);
  await withClient(databaseUrl, async (client) => {
    await client.query(copyUsers, [original.userId, ids]);
    await client.query(copySessions, [original.userId, ids, hashes]);
    await client.query('analyze users, sessions');
  });
  return copies;
}
