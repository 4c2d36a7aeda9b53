import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClientStore, memoryStorage } from './client-store.ts';
import { Clients } from './testing/clients.ts';
import { FakeServer } from './testing/fake-server.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { aClientId, aUserId } from './testing/model-server.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

const post = (text: string) => server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text);

const started = (storage: ClientStore) => clients.start({ server, clock, storage }, { token: 'token' });

const shown = ({ open, messenger }: Awaited<ReturnType<typeof started>>) => ({
  texts: open.getSnapshot().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.text] : [])),
  rows: messenger.list.getSnapshot().conversations.map(({ headSeq, lastMessage }) => [headSeq, lastMessage?.preview]),
});

/** What a client that was stopped without a network leaves on its device. */
async function leftBehind(): Promise<ClientStore> {
  const storage = memoryStorage();
  for (const text of ['一', '二', '三', '四']) post(text);
  server.push(server.conversation.setCard(2, 'card'));
  const first = await started(storage);
  await clock.advance(10_000);
  server.goDown();
  first.open.markRead(3);
  first.open.setDraft({ text: '草稿' });
  for (const text of ['未发一', '未发二']) first.open.post({ text });
  await clock.advance(1_000);
  first.messenger.stop();
  await first.messenger.flush();
  server.isReachable = true;
  return storage;
}

const garbage = fc.constantFrom<unknown>(null, 0, 7, '{"half', '', [], {}, { id: 'x' }, [null], true, new Date(0));

/** One field is missing or something else, at any depth, or half of a list is. */
function spoil(value: unknown, path: readonly number[], instead: unknown): unknown {
  const [at, ...rest] = path;
  if (at === undefined) return instead;
  if (Array.isArray(value)) {
    if (value.length === 0) return instead;
    if (rest.length === 0) return value.slice(0, Math.floor(value.length / 2));
    return value.map((each, index) => (index === at % value.length ? spoil(each, rest, instead) : each));
  }
  if (typeof value !== 'object' || value === null) return instead;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      if (name !== key) return [[name, each]];
      return rest.length === 0 && instead === null ? [] : [[name, spoil(each, rest, instead)]];
    }),
  );
}

test('S46: whatever has become of records on the device, nothing is thrown, all is pulled again, and whole messages are sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.nat(20), path: fc.array(fc.nat(20), { maxLength: 4 }), instead: garbage }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (damages) => {
        server = new FakeServer();
        const storage = await leftBehind();
        const records = await storage.list('');
        const spoilt = new Set<string>();
        for (const { at, path, instead } of damages) {
          const record = records[at % records.length];
          if (!record) continue;
          spoilt.add(record.key);
          await storage.write([{ key: record.key, value: spoil(record.value, path, instead) ?? null }]);
        }
        const again = await started(storage);
        await clock.advance(60_000);
        const sent = server.posted.map(({ text }) => text);
        for (const { key, value } of records) {
          if (!key.startsWith('outbox/') || spoilt.has(key)) continue;
          expect(sent).toContain((value as { text: string }).text); // the test wrote it
        }
        const { texts, rows } = shown(again);
        const log = server.conversation.events.flatMap((event) =>
          event.kind === 'message.posted' ? [event.content.text] : [],
        );
        expect(texts.filter((text) => log.includes(text))).toEqual(log);
        expect(rows).toEqual([[server.conversation.headSeq, log.at(-1)]]);
        expect(again.messenger.counts.digestMismatches).toBe(0);
        again.messenger.stop();
      },
    ),
    { numRuns: 200 },
  );
});

test('S46: half of the messages of a conversation is not taken for the whole', async () => {
  const storage = await leftBehind();
  const [record] = await storage.list('state/log/');
  const log = record?.value as { events: unknown[]; eventCount: number }; // the client wrote it
  const events = [log.events[0], ...log.events.slice(2)];
  await storage.write([{ key: record?.key ?? '', value: { ...log, eventCount: events.length, events } }]);
  const again = await started(storage);
  expect(shown(again).texts.slice(0, 4)).toEqual(['一', '二', '三', '四']);
  expect(again.messenger.counts.damagedRecords).toBe(1);
});

test('S46: a head without the rows and logs that it names loads them anew', async () => {
  const storage = await leftBehind();
  const lost = (await storage.list('state/')).filter(({ key }) => key !== 'state/own/head');
  await storage.write(lost.map(({ key }) => ({ key })));
  const again = await started(storage);
  await clock.advance(10_000);
  expect(shown(again).texts.slice(0, 4)).toEqual(['一', '二', '三', '四']);
  expect(server.posted.map(({ text }) => text)).toEqual(['未发一', '未发二']);
});
