import type { LiveFrame } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { LiveConnection } from './live-connection.ts';
import type { LiveHandlers, LiveTransport } from './live-line.ts';
import { sseTransport } from './live-transport.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';

/** Counts what is opened; says `hello` only where it works. */
function aTransport(works: () => boolean) {
  const opened: LiveHandlers[] = [];
  const transport: LiveTransport = {
    open: (handlers) => {
      opened.push(handlers);
      queueMicrotask(() => (works() ? handlers.onText('{"type":"hello","userSeq":0}') : handlers.onClose()));
      return { close: () => undefined };
    },
  };
  return { opened, transport };
}

const connect = (transports: readonly LiveTransport[], clock: ManualClock, frames: LiveFrame[] = []) => {
  const connection = new LiveConnection(
    { transports, clock, random: () => 0.5 },
    { onFrame: (frame) => void frames.push(frame), onDown: () => undefined },
  );
  connection.start();
  return connection;
};

test('S30: where WebSocket is blocked, server-sent events take over after three attempts', async () => {
  const clock = new ManualClock();
  const blocked = aTransport(() => false);
  const open = aTransport(() => true);
  const frames: LiveFrame[] = [];
  const connection = connect([blocked.transport, open.transport], clock, frames);
  await clock.advance(20_000);
  expect([blocked.opened.length, open.opened.length]).toEqual([3, 1]);
  expect(frames).toEqual([{ type: 'hello', userSeq: 0 }]);
  connection.stop();
});

test('S31: attempts become rarer, and a word from the system that the network is back ends the waiting', async () => {
  const clock = new ManualClock();
  const down = aTransport(() => false);
  const connection = connect([down.transport], clock);
  await clock.advance(600_000);
  const attempts = down.opened.length;
  expect(attempts).toBeGreaterThan(15);
  expect(attempts).toBeLessThan(40);
  connection.hurry();
  await settle();
  expect(down.opened.length).toBe(attempts + 1);
  connection.stop();
  await clock.advance(600_000);
  expect(down.opened.length).toBe(attempts + 1);
});

test('S22: a silent line is given up also where the clock of the device was set back by weeks', async () => {
  const time = new ManualClock();
  let offsetMs = 0;
  const clock = { now: () => time.now() + offsetMs, after: time.after.bind(time) };
  const silent = aTransport(() => true);
  const connection = new LiveConnection(
    { transports: [silent.transport], clock, random: () => 0.5 },
    { onFrame: () => undefined, onDown: () => undefined },
  );
  connection.start();
  await time.advance(10_000);
  offsetMs = -30 * 24 * 3_600_000;
  await time.advance(180_000);
  expect(silent.opened.length).toBeGreaterThan(1);
  connection.stop();
});

test('S32: a line that was replaced can say what it wants', async () => {
  const clock = new ManualClock();
  const transport = aTransport(() => true);
  const frames: LiveFrame[] = [];
  const connection = connect([transport.transport], clock, frames);
  await clock.advance(60_000);
  expect(transport.opened.length).toBe(2);
  const before = frames.length;
  transport.opened[0]?.onText('{"type":"pull"}');
  transport.opened[0]?.onClose();
  await clock.advance(1_000);
  expect(frames.length).toBe(before);
  expect(transport.opened.length).toBe(2);
  connection.stop();
});

test('S33: server-sent events come out whole, however the network cuts them', async () => {
  const text = 'data: {"type":"hello","userSeq":1}\n\ndata: {"type":"pull","text":"账房"}\n\n';
  const bytes = new TextEncoder().encode(text);
  const received: string[] = [];
  const closed = new Promise<void>((resolve) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const transport = sseTransport({ baseUrl: 'http://server', token: 't' }, async (_url, init) => {
      expect(new Headers(init?.headers).get('authorization')).toBe('Bearer t');
      return new Response(body);
    });
    transport.open({ onText: (one) => received.push(one), onClose: resolve });
  });
  await closed;
  expect(received).toEqual(['{"type":"hello","userSeq":1}', '{"type":"pull","text":"账房"}']);
});
