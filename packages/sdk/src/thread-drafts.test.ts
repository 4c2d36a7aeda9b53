import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStorage } from './client-store.ts';
import type { CountingMessenger } from './messenger.ts';
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
  for (const text of ['一', '二']) server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text);
});
afterEach(() => clients.stopAll());

const start = (storage = memoryStorage()) => clients.start({ server, clock, storage });
/** What stands in the conversation, then in its threads. */
function begunIn(messenger: CountingMessenger): (string | number | null)[] {
  const row = messenger.list.getSnapshot().conversations[0];
  return [row?.draft?.text ?? null, ...(row?.threadDrafts ?? []).flatMap(({ threadSeq, text }) => [threadSeq, text])];
}

test('S61: what is begun in a thread counts at once, beside what stands in the conversation, and is on the other device', async () => {
  const [one, other] = [await start(), await start()];
  one.open.setDraft({ text: '会话里的' });
  one.open.setDraft({ threadSeq: 2, text: '第二' });
  one.open.setDraft({ threadSeq: 1, text: '第一' });
  const all = ['会话里的', 1, '第一', 2, '第二'];
  expect(begunIn(one.messenger)).toEqual(all);
  await clock.advance(2_000);
  expect([begunIn(one.messenger), begunIn(other.messenger)]).toEqual([all, all]);
  other.open.setDraft({ threadSeq: 1, text: '' });
  await clock.advance(2_000);
  expect(begunIn(one.messenger)).toEqual(['会话里的', 2, '第二']);
  // What is posted in the thread discards the draft of that thread, and of no other place.
  one.open.setDraft({ text: '好' });
  one.open.setDraft({ threadSeq: 2, text: '好' });
  one.open.post({ threadSeq: 2, text: '好' });
  expect(begunIn(one.messenger)).toEqual(['好']);
  await clock.advance(120_000);
  expect(begunIn(other.messenger)).toEqual(['好']);
  expect(one.messenger.counts.digestMismatches + other.messenger.counts.digestMismatches).toBe(0);
});

test('S61: without a network it survives a reload, held or set, and goes out when the line is back', async () => {
  const storage = memoryStorage();
  const { messenger, open } = await start(storage);
  server.isReachable = false;
  server.cutLines();
  open.setDraft({ threadSeq: 1, text: '写完一段' });
  open.holdDraft({ threadSeq: 2, text: '正在写' });
  open.setDraft({ text: '会话里的' });
  await messenger.flush();
  messenger.stop();
  server.isReachable = true;
  const next = await start(storage);
  expect(begunIn(next.messenger)).toEqual(['会话里的', 1, '写完一段', 2, '正在写']);
  await clock.advance(3_000);
  expect(server.first.threadDrafts.map(({ text }) => text)).toEqual(['写完一段', '正在写']);
  expect(server.first.draft?.text).toBe('会话里的');
});

test('S61: a conversation that is gone takes what was begun in its threads with it', async () => {
  const storage = memoryStorage();
  const { messenger, open } = await start(storage);
  server.draftRefusals.push('server_busy', 'server_busy', 'server_busy');
  open.setDraft({ threadSeq: 1, text: '写了一半' });
  open.holdDraft({ threadSeq: 2, text: '正在写' });
  await clock.advance(1_000);
  expect(await storage.list('state/own/draft/')).toHaveLength(2);
  server.leave(server.first.id);
  await clock.advance(60_000);
  expect(messenger.list.getSnapshot().conversations).toEqual([]);
  await messenger.flush();
  const kept = await storage.list('state/own/draft/');
  expect(kept).toEqual([]);
});
