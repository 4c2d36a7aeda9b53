// node packages/server/src/platform/bus/testing/measure-bus.ts: what a hint costs its publisher and its receiver, in
// microseconds of processor time. Publisher and receiver are processes of their own.
import { fork } from 'node:child_process';
import { createLogger } from '../../log.ts';
import { createMetrics } from '../../metrics.ts';
import type { BusTopic } from '../bus.ts';
import { openNatsBus } from '../nats-bus.ts';
import { locateNatsServer, startNatsServer } from './nats-server.ts';

interface Hint {
  conversationId: string;
  events: { seq: number; clientId: string; at: string; content: { text: string } }[];
}
const topic: BusTopic<Hint> = { name: 'conversation-events' };
const endTopic: BusTopic<null> = { name: 'end' };

const hintsCount = 20_000;
const shapes = [
  { name: 'alone, one message of 60 characters', together: 1, events: 1 },
  { name: '20 hints of one commit, 1 message each', together: 20, events: 1 },
  { name: '20 hints of one commit, 25 messages each', together: 20, events: 25 },
];

const aHint = (index: number, events: number): Hint => ({
  conversationId: '0198c0de-0000-7000-8000-000000000001',
  events: Array.from({ length: events }, (_, event) => ({
    seq: index * events + event,
    clientId: `0198c0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
    at: '2026-11-22T08:00:00.000Z',
    content: { text: '请把本月的差旅发票在周五前交上来，谢谢。'.repeat(3) },
  })),
});

const openBus = (port: number) =>
  openNatsBus({
    address: { servers: [`127.0.0.1:${port}`], isTls: false },
    installation: 'measure',
    name: 'measure',
    key: Buffer.alloc(32, 1),
    log: createLogger('silent'),
    metrics: createMetrics(),
  });

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

async function receive(port: number): Promise<void> {
  const bus = await openBus(port);
  let count = 0;
  let startUs = cpuUs();
  bus.subscribe(topic, () => {
    count += 1;
  });
  bus.subscribe(endTopic, () => {
    process.send?.({ count, us: cpuUs() - startUs });
    count = 0;
    startUs = cpuUs();
  });
  process.send?.('ready');
}

async function publish(): Promise<void> {
  const located = await locateNatsServer();
  if ('missing' in located) throw new Error(located.missing);
  const nats = await startNatsServer(located.path);
  const receiver = fork(import.meta.filename, [String(nats.port)]);
  const answer = () => new Promise<unknown>((resolve) => receiver.once('message', resolve));
  await answer();
  const bus = await openBus(nats.port);
  for (const { name, together, events } of shapes) {
    const hints = Array.from({ length: together }, (_, index) => aHint(index, events));
    const rounds = Math.ceil(hintsCount / together / Math.sqrt(events));
    const received = answer();
    const startUs = cpuUs();
    for (let round = 0; round < rounds; round++) {
      for (const hint of hints) bus.publish(topic, hint);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const publishedUs = cpuUs() - startUs;
    bus.publish(endTopic, null);
    const result = (await received) as { count: number; us: number }; // sent by `receive`
    const per = (us: number) => (us / (rounds * together * events)).toFixed(2);
    process.stdout.write(
      `${name}: ${per(publishedUs)} µs per message to publish, ${per(result.us)} µs to receive; ${result.count} of ${rounds * together} hints arrived\n`,
    );
  }
  await bus.close();
  receiver.kill();
  await nats.stop();
}

const [port] = process.argv.slice(2);
await (port === undefined ? publish() : receive(Number(port)));
