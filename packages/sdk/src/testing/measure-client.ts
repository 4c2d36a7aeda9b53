import { createMessenger } from '../messenger.ts';
import { conversationId, FakeServer } from './fake-server.ts';
import { settle } from './manual-clock.ts';
import { aConversationId, aUserId } from './model-server.ts';

/** Prints one JSON line: how many events a client takes in a room, beside what parsing their frames alone costs. */
const frames = 10_000;
const perFrame = 20;

const server = new FakeServer();
for (let index = 0; index < 1_000; index++) {
  const id = aConversationId(`01a2032f-0356-7beb-bfdc-b5471000${String(index).padStart(4, '0')}`);
  server.addConversation(id).log.append(aUserId('other'), `${index}`);
}
const { fetch, transport } = server;
const messenger = createMessenger({ baseUrl: 'http://server', token: 't', fetch, transports: [transport] });
await messenger.start();
const open = messenger.open(conversationId);
await settle();

const texts = Array.from({ length: frames }, () => {
  const events = Array.from({ length: perFrame }, (_each, at) =>
    server.conversation.append(aUserId('other'), `第 ${at} 条：请把这份底稿的截止性测试看一下，附件在共享盘里。`),
  );
  return JSON.stringify({ type: 'events', conversationId, events });
});

async function perSecond(
  take: (text: string) => void,
  range: [from: number, to: number] = [0, frames],
): Promise<number> {
  const startedMs = process.cpuUsage();
  for (const [at, text] of texts.slice(...range).entries()) {
    take(text);
    if (at % 50 === 0) await settle();
  }
  const { user, system } = process.cpuUsage(startedMs);
  return Math.round(((range[1] - range[0]) * perFrame) / ((user + system) / 1e6));
}

const parsing = await perSecond((text) => void JSON.parse(text));
messenger.list.subscribe(() => messenger.list.getSnapshot());
const applying = await perSecond((text) => server.sendText(text), [0, frames - 1_000]);
open.subscribe(() => open.getSnapshot());
const drawing = await perSecond((text) => server.sendText(text), [frames - 1_000, frames]);
const shown = open.getSnapshot().entries.length;

const before = process.cpuUsage();
const idleMs = 20_000;
await new Promise((resolve) => setTimeout(resolve, idleMs));
const idle = process.cpuUsage(before);
process.stdout.write(
  `${JSON.stringify({
    events_per_cpu_s: applying,
    with_every_entry_listed_each_frame: drawing,
    parsing_alone_per_cpu_s: parsing,
    shown,
    idle_cpu_ms_per_minute: Math.round((((idle.user + idle.system) / 1000) * 60_000) / idleMs),
  })}\n`,
);
messenger.stop();
