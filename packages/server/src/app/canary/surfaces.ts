import type { Endpoint } from '@countinghouse/protocol';
import { unzipSync } from 'fflate';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
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
  '/api/archive/:archiveId/package',
  '/api/audit/export',
  '/api/openapi.json',
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
};

/** Every byte that one person gets from every surface that only reads, for every id that exists. */
export async function readEverything(host: TestServer, visitor: Visitor, pools: IdPools): Promise<string> {
  const received: string[] = [];
  for (const endpoint of readEndpoints(host)) {
    const required = requiredQuery(endpoint);
    for (const path of expand(endpoint.path + required, pools)) received.push(await fetchText(host, visitor, path));
  }
  for (const path of rawPaths.flatMap((raw) => expand(raw, pools))) received.push(await fetchText(host, visitor, path));
  return received.join('\n');
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
      for (const body of bodies(endpoint.body, pools)) {
        const answer = await fetch(host.baseUrl + path, {
          method: endpoint.method,
          headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        received.push(await answer.text());
        if (answer.ok) accepted.push(`${endpoint.id} ${path}`);
      }
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
  const schema: object = endpoint.query;
  const required: unknown[] = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
  return required.length === 0 ? '' : `?${required.map((name) => `${String(name)}=:${String(name)}`).join('&')}`;
}

/** A body that passes the contract, its ids taken from what exists. */
function bodies(schema: TSchema, pools: IdPools): unknown[] {
  const made: unknown = Value.Create(schema);
  if (typeof made !== 'object' || made === null) return [{}];
  const properties =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  const filled: Record<string, unknown> = {};
  for (const name of properties) filled[name] = valueFor(name, pools) ?? Reflect.get(made, name);
  return [filled];
}

function valueFor(name: string, pools: IdPools): unknown {
  const first = (pool: string) => pools.get(pool)?.[0];
  const known: Record<string, unknown> = {
    clientId: `canary-${Math.random().toString(36).slice(2)}`,
    version: 1,
    text: 'attempt',
    title: 'attempt',
    reason: 'attempt',
    date: '2026-11-01',
    seq: 1,
    stepId: first('stepId'),
    decision: 'approve',
    approverId: first('userId'),
    userIds: pools.get('userId')?.slice(0, 1),
    roles: ['staff', 'finance'],
    corrections: [{ field: 'sellerName', value: 'attempt' }],
    fileIds: pools.get('fileId')?.slice(0, 1),
    lines: undefined,
  };
  return known[name];
}
