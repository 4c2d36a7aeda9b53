import { randomUUID } from 'node:crypto';
import type { Endpoint } from '@countinghouse/protocol';
import { unzipSync } from 'fflate';
import { servedEndpoints } from '../../platform/http/serve.ts';
import type { TestServer } from '../testing/test-server.ts';

export interface Visitor {
  name: string;
  token: string;
}

/** Ids of everything that exists, by the name that path and query parameters give them. */
export type IdPools = ReadonlyMap<string, readonly string[]>;

/** Paths outside the contract table that hand out content. */
const rawPaths = [
  '/api/files/:fileId/content',
  '/api/files/:fileId/content?inline=1',
  '/api/files/:fileId/pages/0',
  '/api/files/:fileId/thumbnail?size=small',
  '/api/files/:fileId/thumbnail?size=large',
  '/api/files/:fileId/preview',
  '/api/conversations/:conversationId/events/:seq/readers.csv',
  '/api/archive/:archiveId/package',
  '/api/ledger/instances/:instanceId/content',
  '/api/audit/export',
  '/api/openapi.json',
  '/api/asyncapi.json',
  '/healthz',
  '/metrics',
];
/** These would end the visitor's own session or change the visitor only. */
const selfEndpoints = new Set(['identity.sign-out', 'identity.set-password', 'identity.set-locale']);
/** Values for parameters that are no ids. */
const plainValues: Record<string, readonly string[]> = {
  from: ['2020-01'],
  to: ['2030-12'],
  scope: ['mine', 'queue', 'all'],
  afterSeq: ['0'],
  seq: ['3', '6'],
  state: ['read', 'unread'],
  // The beginning of every canary; each by itself is looked for below.
  q: ['canary'],
  seqs: ['1,2,3,4,5,6,7,8,9,10,11,12'],
  at: ['2020-01-01T00:00:00.000Z'],
};

/** Every byte that one person gets from every surface that only reads, for every id that exists. */
export async function readEverything(host: TestServer, visitor: Visitor, pools: IdPools): Promise<string> {
  const read = readEndpoints(host).map((endpoint) => endpoint.path + requiredQuery(endpoint));
  const paths = [...read, ...rawPaths].flatMap((path) => expand(path, pools));
  return (await fetchAll(host, visitor, paths)).join('\n');
}

/** Requests under way at a time, so that the database and the server compute while the other waits. */
const atOnce = 8;

/** The answers in the order of the paths. */
async function fetchAll(host: TestServer, visitor: Visitor, paths: readonly string[]): Promise<string[]> {
  const received: string[] = [];
  for (let from = 0; from < paths.length; from += atOnce) {
    const part = paths.slice(from, from + atOnce);
    received.push(...(await Promise.all(part.map((path) => fetchText(host, visitor, path)))));
  }
  return received;
}

/** Every answer to every attempt to change something that exists, with a body that the contract accepts. */
export async function tryEverything(
  host: TestServer,
  visitor: Visitor,
  pools: IdPools,
): Promise<{ text: string; accepted: string[] }> {
  const received: string[] = [];
  const accepted: string[] = [];
  for (const endpoint of writeEndpoints(host)) {
    for (const path of expand(endpoint.path, pools)) {
      const answer = await fetch(host.baseUrl + path, {
        method: endpoint.method,
        headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(bodyFor(endpoint, pools)),
      });
      received.push(await answer.text());
      if (answer.ok) accepted.push(`${endpoint.id} ${path}`);
      if (answer.status === 400)
        throw new Error(`the body for ${endpoint.id} is not what the contract asks for: ${received.at(-1)}`);
    }
  }
  return { text: received.join('\n'), accepted };
}

const endpointsOf = (host: TestServer): Endpoint[] => servedEndpoints.get(host.server.http) ?? [];
export const readEndpoints = (host: TestServer) => endpointsOf(host).filter((endpoint) => endpoint.method === 'GET');
const writeEndpoints = (host: TestServer) =>
  endpointsOf(host).filter(
    (endpoint) =>
      endpoint.method !== 'GET' && endpoint.path.includes(':') && !endpoint.isPublic && !selfEndpoints.has(endpoint.id),
  );

async function fetchText(host: TestServer, visitor: Visitor, path: string): Promise<string> {
  const answer = await fetch(host.baseUrl + path, { headers: { authorization: `Bearer ${visitor.token}` } });
  return readable(Buffer.from(await answer.arrayBuffer()));
}

/** Archives are looked into, so that compression hides nothing. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  if (!text.startsWith('PK')) return text;
  const entries = Object.entries(unzipSync(new Uint8Array(bytes)));
  return [text, ...entries.map(([name, content]) => `${name} ${Buffer.from(content).toString('latin1')}`)].join('\n');
}

/** All ways to fill the `:names` of a path from the pools. */
function expand(path: string, pools: IdPools): string[] {
  const name = /:(\w+)/.exec(path)?.[1];
  if (name === undefined) return [path];
  const values = pools.get(name) ?? plainValues[name];
  if (!values) throw new Error(`the canary test knows no values for ":${name}" of ${path}; add a pool`);
  return values.flatMap((value) => expand(path.replace(`:${name}`, encodeURIComponent(value)), pools));
}

function requiredQuery(endpoint: Endpoint): string {
  const required = requiredOf(endpoint.query);
  return required.length === 0 ? '' : `?${required.map((name) => `${name}=:${name}`).join('&')}`;
}

function requiredOf(schema: object): string[] {
  const required: unknown = 'required' in schema ? schema.required : [];
  return Array.isArray(required) ? required.map(String) : [];
}

/** Where a name stands for something else than elsewhere. */
const bodiesOf: Readonly<Record<string, Record<string, unknown>>> = {
  'conversations.set-mark': { fromSeq: 1 },
  'groups.set-member-role': { role: 'admin' },
  'groups.decide-join-request': { decision: 'admit' },
  'personal.change-scheduled': { content: { text: 'attempt' } },
};

/** A body that passes the contract, its ids taken from what exists; only what the contract demands. */
function bodyFor(endpoint: Endpoint, pools: IdPools): Record<string, unknown> {
  const values = { ...bodyValues(pools), ...bodiesOf[endpoint.id] };
  return Object.fromEntries(
    requiredOf(endpoint.body).map((name) => {
      if (!(name in values))
        throw new Error(`the canary test knows no "${name}" for the body of ${endpoint.id}; add one`);
      return [name, values[name]];
    }),
  );
}

function bodyValues(pools: IdPools): Record<string, unknown> {
  const first = (pool: string) => pools.get(pool)?.[0];
  const line = {
    summary: 'attempt',
    departmentId: null,
    engagementId: null,
    personId: null,
    invoiceId: null,
    accountCode: '1002',
    debitMinor: 0,
    creditMinor: 0,
  };
  return {
    name: { zh: 'attempt' },
    code: 'attempt',
    clientName: 'attempt',
    leadId: first('personId'),
    headId: null,
    dueDate: null,
    departmentId: null,
    role: 'senior',
    clientId: `canary-${randomUUID()}`,
    version: 1,
    text: 'attempt',
    emoji: '👍',
    isOn: true,
    isPinned: true,
    options: [0],
    title: 'attempt',
    reason: 'attempt',
    date: '2026-11-01',
    seq: 1,
    stepId: first('stepId'),
    decision: 'approve',
    isArchived: true,
    note: 'attempt',
    sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    userIds: [first('personId')],
    userId: first('personId'),
    roles: ['staff', 'finance'],
    corrections: [{ field: 'sellerName', value: 'attempt' }],
    lines: [
      { ...line, debitMinor: 100 },
      { ...line, creditMinor: 100 },
    ],
  };
}

/** Everything that search and suggestions give this person for each of the words. */
export async function searchEverything(
  host: TestServer,
  visitor: Visitor,
  words: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await host.server.search.catchUp();
  const surfaces = ['/api/search', '/api/search/suggestions'];
  const paths = words.flatMap((word) => surfaces.map((surface) => `${surface}?q=${word}`));
  const answers = await fetchAll(host, visitor, paths);
  return new Map(
    words.map((word, at) => [word, answers.slice(at * surfaces.length, (at + 1) * surfaces.length).join('\n')]),
  );
}
