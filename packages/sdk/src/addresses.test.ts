import { conversations, identity, type LiveFrame } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { Addresses } from './addresses.ts';
import { createCall } from './call.ts';
import { LiveConnection } from './live-connection.ts';
import type { LiveHandlers } from './live-line.ts';
import { overAddresses } from './live-transport.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aConversationId } from './testing/model-server.ts';

const both = ['http://one', 'http://two/'];

function aCall(answers: Record<string, () => Response>) {
  const asked: string[] = [];
  const addresses = new Addresses(both);
  const fetch: typeof globalThis.fetch = async (input) => {
    const { origin } = new URL(String(input));
    asked.push(origin);
    const answer = answers[origin];
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  };
  return { asked, addresses, call: createCall({ addresses, fetch, clock: new ManualClock() }) };
}

test('S37: where one server fails, a request that does no harm twice goes to the next, and so do later ones', async () => {
  const { asked, call } = aCall({ 'http://two': () => Response.json({ answers: [] }) });
  const message = { conversationId: aConversationId('c'), clientId: aClientId('client'), text: '' };
  await call(conversations.postMessages, { body: { messages: [message] } });
  await call(identity.me);
  expect(asked).toEqual(['http://one', 'http://two', 'http://two']);
});

test('S37: a request that could do its work twice is not sent again, but the next one goes elsewhere', async () => {
  const { asked, call } = aCall({ 'http://two': () => Response.json({}) });
  await expect(call(identity.signOut)).rejects.toMatchObject({ name: 'OfflineError' });
  await call(identity.signOut);
  expect(asked).toEqual(['http://one', 'http://two']);
});

test('S37: with no server left the request fails after one round', async () => {
  const { asked, call } = aCall({});
  await expect(call(identity.me)).rejects.toMatchObject({ name: 'OfflineError' });
  expect(asked).toEqual(['http://one', 'http://two']);
});

function aLine() {
  const opened: { baseUrl: string; handlers: LiveHandlers; atMs: number }[] = [];
  const clock = new ManualClock();
  const startMs = clock.now();
  const transport = overAddresses(new Addresses(both), (baseUrl) => ({
    open: (handlers) => {
      opened.push({ baseUrl, handlers, atMs: clock.now() - startMs });
      return { close: () => undefined };
    },
  }));
  const connection: LiveConnection = new LiveConnection(
    { transports: [transport], clock, random: () => 0.5 },
    {
      onFrame: (frame: LiveFrame) => {
        if (frame.type === 'bye') connection.moveOn();
      },
      onDown: () => undefined,
    },
  );
  connection.start();
  return { opened, clock, connection };
}

test('S37: a server that says it is stopping is left for the next within a second', async () => {
  const { opened, clock, connection } = aLine();
  opened[0]?.handlers.onText('{"type":"hello","userSeq":0}');
  opened[0]?.handlers.onText('{"type":"bye","reason":"server_stopping"}');
  await clock.advance(1_000);
  expect(opened.map(({ baseUrl, atMs }) => [baseUrl, atMs])).toEqual([
    ['http://one', 0],
    ['http://two', 500],
  ]);
  connection.stop();
});

test('S37: a server that does not answer, or falls silent, is left for the next', async () => {
  const { opened, clock, connection } = aLine();
  opened[0]?.handlers.onClose();
  await clock.advance(1_000);
  opened[1]?.handlers.onText('{"type":"hello","userSeq":0}');
  await clock.advance(60_000);
  await settle();
  expect(opened.slice(0, 3).map(({ baseUrl }) => baseUrl)).toEqual(['http://one', 'http://two', 'http://one']);
  connection.stop();
});
