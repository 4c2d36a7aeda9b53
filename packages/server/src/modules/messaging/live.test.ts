import { identity, type LiveFrame, livePath } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { quickest } from '../../platform/testing/quickest.ts';
import { hubLimitsDefault } from './live/hub.ts';
import { type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost({
    hubLimits: {
      ...hubLimitsDefault,
      sessionsPerUserMax: 3,
      sender: { bufferedBytesMax: 32 * 1024, retryMs: 20, slowMsMax: 60_000 },
    },
  });
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
});
afterAll(() => host.close());

const eventSeqs = (frames: readonly LiveFrame[]) =>
  frames.flatMap((frame) => (frame.type === 'events' ? frame.events.map((event) => event.seq) : []));

test('M30: every member’s line gets every event once and in order', async () => {
  const group = await host.aGroup(lead, [junior]);
  const lines = await Promise.all([host.aLine(lead), host.aLine(junior), host.aLine(junior)]);
  const posted = await Promise.all(Array.from({ length: 50 }, (_, index) => host.post(lead, group.id, `${index}`)));
  const seqs = posted.map((post) => post.seq).sort((left, right) => left - right);
  for (const line of lines) {
    await line.frame((frame) => eventSeqs([frame]).includes(seqs.at(-1) ?? 0));
    expect(eventSeqs(line.frames)).toEqual(seqs);
    line.socket.close();
  }
});

test('M31: a slow client loses frames, is told to pull, and nobody else waits for it', async () => {
  const group = await host.aGroup(lead, [junior]);
  const slow = await host.aLine(junior);
  const quick = await host.aLine(lead);
  slow.socket.pause();
  const text = '长'.repeat(15_000);
  let last = 0;
  for (let round = 0; round < 30; round++) {
    const posts = await Promise.all(Array.from({ length: 10 }, () => host.post(lead, group.id, text)));
    last = Math.max(last, ...posts.map((post) => post.seq));
  }
  await quick.frame((frame) => frame.type === 'pull' || eventSeqs([frame]).includes(last));
  slow.socket.resume();
  await slow.frame((frame) => frame.type === 'pull');
  expect(eventSeqs(slow.frames).length).toBeLessThan(300);
  const after = await host.post(lead, group.id, '又来');
  await slow.frame((frame) => eventSeqs([frame]).includes(after.seq));
  slow.socket.close();
  quick.socket.close();
});

test('M32: a session that ends closes its lines with a word, and no other', async () => {
  const other = await host.aLine(lead);
  let leavers = 0;
  const signOut = async () => {
    const leaver = await host.aPerson(`leaver-${++leavers}`);
    const line = await host.aLine(leaver);
    const startedAtMs = performance.now();
    expect((await host.call(leaver, identity.signOut)).status).toBe(200);
    expect(await line.closed).toBe(4001);
    expect(line.frames.at(-1)).toEqual({ type: 'bye', reason: 'session_ended' });
    return performance.now() - startedAtMs;
  };
  expect(await quickest(signOut, { enoughMs: 1_000 })).toBeLessThan(1_000);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
});

const refusedStatus = (headers: Record<string, string>, path: string = livePath) =>
  new Promise<number | undefined>((resolve) => {
    const socket = new WebSocket(`${host.baseUrl.replace('http', 'ws')}${path}`, { headers });
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('open', () => {
      socket.close();
      resolve(undefined);
    });
  });

test('M33: the line opens for a session only, from our own pages only, and so many times only', async () => {
  const authorization = `Bearer ${junior.token}`;
  expect(await refusedStatus({})).toBe(401);
  expect(await refusedStatus({ cookie: `ch_session=${junior.token}`, origin: 'https://evil.example' })).toBe(401);
  expect(await refusedStatus({ cookie: `ch_session=${junior.token}`, origin: host.baseUrl })).toBeUndefined();
  expect(await refusedStatus({ authorization }, '/elsewhere')).toBe(404);
  const lines = await Promise.all([host.aLine(lead), host.aLine(lead), host.aLine(lead)]);
  expect(await refusedStatus({ authorization: `Bearer ${lead.token}` })).toBe(429);
  for (const line of lines) line.socket.close();
});

test('M34: the same frames come as server-sent events', async () => {
  const group = await host.aGroup(lead, [junior]);
  const answer = await fetch(`${host.baseUrl}${livePath}/sse`, {
    headers: { authorization: `Bearer ${junior.token}` },
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  const readUntil = async (part: string) => {
    while (!received.includes(part)) received += (await reader?.read())?.value ?? '';
  };
  await readUntil('"hello"');
  await host.post(lead, group.id, '经由事件流');
  await readUntil('经由事件流');
  expect(received.startsWith('data: {"type":"hello"')).toBe(true);
  await reader?.cancel();
});
