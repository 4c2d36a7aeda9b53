import { once } from 'node:events';
import { connect as connectRaw } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import { createMetrics, type Registry } from '../metrics.ts';
import type { Bus, BusTopic } from './bus.ts';
import { envelopeOverheadBytes } from './envelope.ts';
import { createInProcessBus } from './in-process-bus.ts';
import { type NatsBusLimits, openNatsBus } from './nats-bus.ts';
import { BusRefusedError } from './nats-link.ts';
import { locateNatsServer, startNatsServer, type TestNatsServer } from './testing/nats-server.ts';

interface Note {
  id: number;
  text: string;
  at: Date;
}
/** A kind of message with what JSON forgets and with something to divide. */
const notesTopic: BusTopic<readonly Note[]> = {
  name: 'notes',
  revive: (notes) => notes.map((note) => ({ ...note, at: new Date(note.at) })),
  divide: (notes) => {
    const middle = Math.ceil(notes.length / 2);
    const [first] = notes;
    if (notes.length > 1) return [notes.slice(0, middle), notes.slice(middle)];
    return first ? [[{ ...first, text: 'look it up' }]] : [];
  },
};

const log = createLogger('silent');
const at = new Date('2026-11-22T08:00:00.000Z');
const aNote = (id: number, text = `note ${id}`): Note => ({ id, text, at });
const located = await locateNatsServer();
const key = Buffer.alloc(32, 7);

/** Resolves once `look` gives something; fails by the test's own time limit. */
async function until<Found>(look: () => Found | undefined | false): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await sleep(10);
  }
}

function hear(bus: Bus): Note[] {
  const heard: Note[] = [];
  bus.subscribe(notesTopic, (notes) => heard.push(...notes));
  return heard;
}

/** Resolves once so many envelopes were refused for this reason. */
async function refused(metrics: Registry, reason: 'foreign' | 'repeated', count: number): Promise<void> {
  const look = async () => {
    const metric = await metrics.getSingleMetric('bus_refused_envelopes_total')?.get();
    return metric?.values.find((value) => value.labels.reason === reason)?.value ?? 0;
  };
  while ((await look()) < count) await sleep(10);
}

/** Of the first hint that a listener to NATS saw, where it is there as a whole; signs of life are shorter. */
function payloadIn(all: Buffer): Buffer | undefined {
  const head = 'MSG countinghouse.test.hints';
  for (let start = all.indexOf(head); start >= 0; start = all.indexOf(head, start + 1)) {
    const lineEnd = all.indexOf('\r\n', start);
    if (lineEnd < 0) return undefined;
    const size = Number(all.toString('latin1', start, lineEnd).split(' ').at(-1));
    const payload = all.subarray(lineEnd + 2, lineEnd + 2 + size);
    if (payload.length === size && size > envelopeOverheadBytes + '[]'.length) return payload;
  }
  return undefined;
}

const opened: Bus[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((bus) => bus.close()));
});

/** What every bus promises to its own process. */
function describeBus(name: string, open: () => Promise<Bus>): void {
  describe(name, () => {
    test('what is published is with the own listeners before publishing returns, once and in order', async () => {
      const bus = await open();
      const heard = hear(bus);
      for (let id = 1; id <= 100; id++) {
        bus.publish(notesTopic, [aNote(id)]);
        expect(heard.at(-1)).toEqual(aNote(id));
      }
      await sleep(50);
      expect(heard.length).toBe(100);
    });

    test('a listener that fails harms neither the publisher nor the other listeners', async () => {
      const bus = await open();
      bus.subscribe(notesTopic, () => {
        throw new Error('broken listener');
      });
      const heard = hear(bus);
      bus.publish(notesTopic, [aNote(1)]);
      expect(heard).toEqual([aNote(1)]);
    });

    test('an ended subscription hears nothing more, and neither does anybody on a closed bus', async () => {
      const bus = await open();
      const heard: Note[] = [];
      const end = bus.subscribe(notesTopic, (notes) => heard.push(...notes));
      end();
      bus.publish(notesTopic, [aNote(1)]);
      const others = hear(bus);
      await bus.close();
      bus.publish(notesTopic, [aNote(2)]);
      expect([...heard, ...others]).toEqual([]);
    });
  });
}

describeBus('in one process', async () => createInProcessBus({ log }));

describe.skipIf('missing' in located)('over NATS', () => {
  let server: TestNatsServer;
  let busCount = 0;

  beforeAll(async () => {
    server = await startNatsServer('path' in located ? located.path : '');
  });
  afterAll(() => server.stop());

  async function aBus(
    overrides: { key?: Buffer; limits?: Partial<NatsBusLimits>; metrics?: Registry; installation?: string } = {},
  ): Promise<Bus> {
    const bus = await openNatsBus({
      address: { servers: [`127.0.0.1:${server.port}`], isTls: false },
      installation: 'test',
      name: `test ${++busCount}`,
      key,
      log,
      metrics: createMetrics(),
      ...overrides,
    });
    opened.push(bus);
    return bus;
  }

  describeBus('own process', aBus);

  test('another process hears everything once, in the order of its publisher, with dates as dates', async () => {
    const [one, two] = [await aBus(), await aBus()];
    const heard = hear(two);
    for (let id = 1; id <= 2_000; id++) one.publish(notesTopic, [aNote(id)]);
    await until(() => heard.length >= 2_000);
    expect(heard).toEqual(Array.from({ length: 2_000 }, (_, index) => aNote(index + 1)));
  });

  test('what is only for this process stays in it', async () => {
    const [one, two] = [await aBus(), await aBus()];
    const [own, foreign] = [hear(one), hear(two)];
    one.deliver(notesTopic, [aNote(1)]);
    one.publish(notesTopic, [aNote(2)]);
    await until(() => foreign.length > 0);
    expect(own.map((note) => note.id)).toEqual([1, 2]);
    expect(foreign.map((note) => note.id)).toEqual([2]);
  });

  test('a hint bigger than NATS takes arrives in pieces; one that cannot be divided says where to look', async () => {
    const [one, two] = [await aBus(), await aBus()];
    const heard = hear(two);
    const big = Array.from({ length: 500 }, (_, index) => aNote(index, '账'.repeat(20_000)));
    one.publish(notesTopic, big);
    one.publish(notesTopic, [aNote(500, 'x'.repeat(3 * 1024 * 1024)), aNote(501)]);
    await until(() => heard.at(-1)?.id === 501);
    expect(heard.slice(0, 500)).toEqual(big);
    expect(heard.slice(500).map((note) => note.text)).toEqual(['look it up', 'note 501']);
  });

  test('NATS sees nothing that people wrote', async () => {
    const one = await aBus();
    const spy = connectRaw(server.port, '127.0.0.1');
    const seen: Buffer[] = [];
    spy.on('data', (data) => seen.push(data));
    await once(spy, 'connect');
    spy.write('CONNECT {"verbose":false}\r\nSUB > 1\r\nPING\r\n');
    await until(() => Buffer.concat(seen).includes('PONG'));
    one.publish(notesTopic, [aNote(1, 'the secret of the merger')]);
    await until(() => Buffer.concat(seen).includes('MSG countinghouse.test.hints'));
    await sleep(50);
    spy.destroy();
    const bytes = Buffer.concat(seen);
    expect(bytes.includes('secret')).toBe(false);
    expect(bytes.includes('notes')).toBe(false);
  });

  test('a process with another master key, another installation and made-up bytes are not understood', async () => {
    const metrics = createMetrics();
    const two = await aBus({ metrics });
    const stranger = await aBus({ key: Buffer.alloc(32, 8) });
    const elsewhere = await aBus({ installation: 'other' });
    const one = await aBus();
    const heard = hear(two);
    stranger.publish(notesTopic, [aNote(1)]);
    elsewhere.publish(notesTopic, [aNote(2)]);
    const spy = connectRaw(server.port, '127.0.0.1');
    await once(spy, 'connect');
    spy.write('CONNECT {"verbose":false}\r\nPUB countinghouse.test.hints 5\r\nhello\r\nPING\r\n');
    await refused(metrics, 'foreign', 2);
    spy.destroy();
    one.publish(notesTopic, [aNote(3)]);
    await until(() => heard.length > 0);
    expect(heard).toEqual([aNote(3)]);
  });

  test('an envelope that is played again is refused', async () => {
    const metrics = createMetrics();
    const [one, two] = [await aBus(), await aBus({ metrics })];
    const heard = hear(two);
    const spy = connectRaw(server.port, '127.0.0.1');
    const seen: Buffer[] = [];
    spy.on('data', (data) => seen.push(data));
    await once(spy, 'connect');
    spy.write('CONNECT {"verbose":false}\r\nSUB countinghouse.test.hints 1\r\nPING\r\n');
    await until(() => Buffer.concat(seen).includes('PONG'));
    one.publish(notesTopic, [aNote(1)]);
    await until(() => heard.length > 0);
    const payload = await until(() => payloadIn(Buffer.concat(seen)));
    spy.write(
      Buffer.concat([Buffer.from(`PUB countinghouse.test.hints ${payload.length}\r\n`), payload, Buffer.from('\r\n')]),
    );
    await refused(metrics, 'repeated', 1);
    spy.destroy();
    expect(heard).toEqual([aNote(1)]);
  });

  test('what NATS does not take in time is dropped at a limit, the others are told, and it goes on afterwards', async () => {
    const metrics = createMetrics();
    const limits = { pieceBytesMax: 4_000, backlogBytesMax: 20_000 };
    const [one, two] = [await aBus({ metrics, limits }), await aBus()];
    const heard = hear(two);
    let gapCount = 0;
    two.onGap(() => gapCount++);
    // In one turn, so that NATS has no chance to answer.
    for (let id = 1; id <= 40; id++) one.publish(notesTopic, [aNote(id, 'x'.repeat(3_000))]);
    await until(() => heard.length > 0);
    const dropped = await metrics.getSingleMetric('bus_dropped_hints_total')?.get();
    expect(dropped?.values.find((value) => value.labels.reason === 'backlog')?.value).toBeGreaterThan(20);
    // The next number tells that some are missing.
    const last = until(() => heard.some((note) => note.id === 41));
    one.publish(notesTopic, [aNote(41)]);
    await last;
    await until(() => gapCount > 0);
    expect(heard.length).toBeLessThan(20);
    expect(new Set(heard.map((note) => note.id)).size).toBe(heard.length);
  });

  test('a process that dies without a word is a gap for the others; one that leaves in order is none', async () => {
    const limits = { heartbeatMs: 50, silentAfterMs: 200 };
    const two = await aBus({ limits });
    let gapCount = 0;
    two.onGap(() => gapCount++);
    const orderly = await aBus({ limits });
    const heard = hear(two);
    orderly.publish(notesTopic, [aNote(1)]);
    await until(() => heard.length === 1);
    await orderly.close();
    await sleep(400);
    expect(gapCount).toBe(0);
    // Silence is all that others notice of a death; nothing is sent where a heartbeat takes an hour.
    const dying = await aBus({ limits: { heartbeatMs: 3_600_000 } });
    dying.publish(notesTopic, [aNote(2)]);
    await until(() => gapCount === 1);
  });

  test('credentials that NATS refuses are said at once', async () => {
    const guarded = await startNatsServer('path' in located ? located.path : '', [
      '--user',
      'house',
      '--pass',
      'right',
    ]);
    const open = (password: string) =>
      openNatsBus({
        address: { servers: [`127.0.0.1:${guarded.port}`], user: 'house', password, isTls: false },
        installation: 'test',
        name: 'test',
        key,
        log,
        metrics: createMetrics(),
      });
    await expect(open('wrong')).rejects.toThrow(BusRefusedError);
    const bus = await open('right');
    expect(bus.isConnected).toBe(true);
    await bus.close();
    await guarded.stop();
  });
});

describe.skipIf('missing' in located)('NATS dies', () => {
  test('local work goes on, the loss is told, and after the return everything flows again', async () => {
    const server = await startNatsServer('path' in located ? located.path : '');
    const open = (name: string, limits: Partial<NatsBusLimits> = {}) =>
      openNatsBus({
        address: { servers: [`127.0.0.1:${server.port}`], isTls: false },
        installation: 'test',
        name,
        key,
        log,
        metrics: createMetrics(),
        limits: { gapEveryMsMin: 10, ...limits },
      });
    const [one, two] = [await open('one'), await open('two', { awayGapEveryMs: 100 })];
    const [own, foreign] = [hear(one), hear(two)];
    let gapCount = 0;
    two.onGap(() => gapCount++);
    await server.kill();
    await until(() => !one.isConnected && !two.isConnected);
    for (let id = 1; id <= 100; id++) one.publish(notesTopic, [aNote(id)]);
    expect(own.length).toBe(100);
    // While it is away, those who listen are told again and again that they may be missing something.
    await until(() => gapCount >= 2);
    await server.start();
    const before = gapCount;
    await until(() => one.isConnected && two.isConnected);
    await until(() => gapCount > before);
    one.publish(notesTopic, [aNote(101)]);
    await until(() => foreign.length > 0);
    // What was published meanwhile is not kept: it lies in the database, and a gap was told.
    expect(foreign).toEqual([aNote(101)]);
    await Promise.all([one.close(), two.close()]);
    await server.stop();
  });

  test('a process starts without NATS and joins once it is there', async () => {
    const server = await startNatsServer('path' in located ? located.path : '');
    await server.kill();
    const address = { servers: [`127.0.0.1:${server.port}`], isTls: false };
    const bus = await openNatsBus({ address, installation: 'test', name: 'early', key, log, metrics: createMetrics() });
    let gapCount = 0;
    bus.onGap(() => gapCount++);
    expect(bus.isConnected).toBe(false);
    await server.start();
    await until(() => bus.isConnected && gapCount === 1);
    await bus.close();
    await server.stop();
  });
});
