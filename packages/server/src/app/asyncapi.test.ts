import { ClientFrame, type ClientId, conversations, LiveFrame } from '@countinghouse/protocol';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLine } from './testing/test-line.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

interface AsyncApi {
  asyncapi: string;
  servers: Record<string, { host: string; protocol: string }>;
  channels: Record<string, { address: string; messages: Record<string, object> }>;
  operations: Record<string, { action: string; messages: { $ref: string }[] }>;
  components: { messages: Record<string, { summary: string; payload: object }> };
}

let host: TestServer;
let person: Awaited<ReturnType<TestServer['aUser']>>;
let document: AsyncApi;

beforeAll(async () => {
  host = await startTestServer();
  person = await host.aUser({ login: 'reader', roles: ['staff'] });
  document = await fetchDocument();
});
afterAll(() => host.close());

async function fetchDocument(): Promise<AsyncApi> {
  const answer = await fetch(`${host.baseUrl}/api/asyncapi.json`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  expect(answer.status).toBe(200);
  // The document is under test here; what it holds is looked at below.
  return (await answer.json()) as AsyncApi;
}

/** What a `$ref` of the document leads to. */
function follow(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((place, part) => {
      const key = part.replaceAll('~1', '/');
      return typeof place === 'object' && place !== null ? Reflect.get(place, key) : undefined;
    }, document);
}

function listRefs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : listRefs(inner),
  );
}

const namesOf = (operation: string) =>
  document.operations[operation]?.messages.map(({ $ref }) => $ref.split('/').at(-1)).sort();

test('GET /api/asyncapi.json names every frame of both directions with the schema of the contract', () => {
  expect(document.asyncapi).toBe('3.0.0');
  expect(document.channels.live?.address).toBe('/api/live');
  const typesOf = (frames: typeof LiveFrame | typeof ClientFrame) =>
    frames.anyOf.map((frame) => frame.properties.type.const).sort();
  expect(namesOf('sendFrame')).toEqual(typesOf(LiveFrame));
  expect(namesOf('sendEvent')).toEqual(typesOf(LiveFrame));
  // Both sides say `typing`, each with fields of its own.
  expect(namesOf('receiveFrame')).toEqual(['activity', 'client-typing', 'watch']);
  expect(typesOf(ClientFrame)).toEqual(['activity', 'typing', 'watch']);
  const named = [
    ...LiveFrame.anyOf.map((frame) => ({ name: String(frame.properties.type.const), frame })),
    ...ClientFrame.anyOf.map((frame) => {
      const type = frame.properties.type.const;
      return { name: type === 'typing' ? 'client-typing' : type, frame };
    }),
  ];
  for (const { name, frame } of named) {
    const message = document.components.messages[name];
    expect(message?.payload).toEqual(JSON.parse(JSON.stringify(frame)));
    expect(message?.summary).not.toBe('');
  }
});

test('every reference of the document leads somewhere', () => {
  const refs = listRefs(document);
  expect(refs.length).toBeGreaterThan(20);
  expect(refs.filter((ref) => follow(ref) === undefined)).toEqual([]);
});

test('frames that a line gets are as the document says', async () => {
  const line = await openTestLine(host.baseUrl, person.token);
  await fetch(host.baseUrl + conversations.create.path, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: 'asyncapi-group' as ClientId, title: '项目组', memberIds: [] }),
  });
  await line.heard((frame) => frame.type === 'user' && frame.events.length > 0);
  line.close();
  expect(new Set(line.frames.map((frame) => frame.type))).toContain('hello');
  for (const frame of line.frames) {
    const payload = document.components.messages[frame.type]?.payload;
    expect(payload && Compile(payload).Check(frame), frame.type).toBe(true);
  }
});

test('whoever is not signed in gets no document', async () => {
  expect((await fetch(`${host.baseUrl}/api/asyncapi.json`)).status).toBe(401);
});
