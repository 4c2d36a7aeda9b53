import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClientId,
  type ConversationId,
  conversations,
  identity,
  type MessagePosted,
} from '@countinghouse/protocol';
import { type CountingMessenger, createMessenger } from '@countinghouse/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  locateNatsServer,
  startNatsServer,
  type TestNatsServer,
} from '../packages/server/src/platform/bus/testing/nats-server.ts';
import { ROOT } from './checkout.mjs';

const located = await locateNatsServer();
const postEveryMs = 10;

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Resolves with the first group of what the program prints; throws where it ends before. */
function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const look = (chunk: unknown) => {
      output += String(chunk);
      const found = pattern.exec(output);
      if (found) resolve(found[1] ?? found[0]);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

describe.skipIf('missing' in located)('two server processes behind one port', () => {
  let nats: TestNatsServer;
  let dataDir: string;
  let server: ChildProcess;
  let baseUrl: string;
  let token: string;

  beforeAll(async () => {
    nats = await startNatsServer('path' in located ? located.path : '');
    dataDir = await mkdtemp(join(tmpdir(), 'countinghouse-rolling-'));
    const port = await findFreePort();
    baseUrl = `http://127.0.0.1:${port}`;
    const place = { PORT: String(port), DATA_DIR: dataDir, PUBLIC_URL: baseUrl, DATABASE_URL: '' };
    server = spawn(process.execPath, [join(ROOT, 'packages/server/src/app/main.ts')], {
      env: { ...process.env, ...place, PROCESSES: '2', NATS_URL: nats.url, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const link = await printed(server, /sign-in\?token=([\w-]+)/);
    const visitor = createMessenger({ baseUrl });
    const body = { token: link, carrier: 'token' as const };
    token = (await visitor.call(identity.redeemLink, { body })).token ?? '';
  }, 60_000);

  afterAll(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    await nats.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 30_000);

  const aDevice = async (): Promise<CountingMessenger> => {
    const device = createMessenger({ baseUrl, token });
    await device.start();
    return device;
  };

  const textsSeen = (entries: readonly { kind: string }[]): string[] =>
    entries.flatMap((entry) =>
      entry.kind === 'message' && 'message' in entry ? [(entry.message as { text: string }).text] : [],
    ); // the SDK's entry of that kind

  async function readLog(device: CountingMessenger, conversationId: ConversationId): Promise<MessagePosted[]> {
    const log: MessagePosted[] = [];
    let beforeSeq: number | undefined;
    for (;;) {
      const page = await device.call(conversations.history, { params: { conversationId }, query: { beforeSeq } });
      const messages = page.events.filter((event) => event.kind === 'message.posted');
      if (messages.length === 0) return log;
      log.unshift(...messages);
      beforeSeq = messages[0]?.seq;
    }
  }

  test('a rolling restart loses no message, doubles none and keeps the order, while a client posts all the time', async () => {
    const [writer, reader] = [await aDevice(), await aDevice()];
    const created = await writer.call(conversations.create, {
      body: { clientId: `rolling-${process.pid}` as ClientId, title: '滚动重启', memberIds: [] }, // has the form that the schema asks for
    });
    const [from, to] = [writer.open(created.id), reader.open(created.id)];
    const restarted = printed(server, /rolling restart finished/);
    const posted: string[] = [];
    let isPosting = true;
    const posting = (async () => {
      while (isPosting) {
        const text = `message ${posted.length}`;
        posted.push(text);
        from.post({ text });
        await sleep(postEveryMs);
      }
    })();
    await sleep(200);
    server.kill('SIGHUP');
    await restarted;
    await sleep(200);
    isPosting = false;
    await posting;
    const isThere = () => textsSeen(to.getSnapshot().entries).at(-1) === posted.at(-1);
    while (!isThere()) await sleep(20);

    const log = await readLog(writer, created.id);
    expect(log.map((event) => event.content.text)).toEqual(posted);
    expect(textsSeen(to.getSnapshot().entries)).toEqual(posted.slice(-textsSeen(to.getSnapshot().entries).length));
    // Both devices were on a process that left; the writer posts over HTTP and may still be on its way back.
    for (const device of [writer, reader]) {
      await expect.poll(() => device.counts.reconnects, { timeout: 15_000 }).toBeGreaterThanOrEqual(1);
    }
    writer.stop();
    reader.stop();
  }, 60_000);

  test('the metrics of all processes are answered as one', async () => {
    const text = await (await fetch(`${baseUrl}/metrics`)).text();
    expect(text).toMatch(/^bus_connected 2$/m);
  });
});
