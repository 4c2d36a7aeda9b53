import { conversations } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMetrics } from '../../../platform/metrics.ts';
import { aClientId, type MessagingHost, startMessagingHost } from '../../messaging/testing/messaging-host.ts';
import type { FileReading } from '../context.ts';
import { createSearchMetrics } from '../metrics.ts';
import { type FileReadingContext, readNextFile } from './read-files.ts';

let host: MessagingHost;
const readings: (FileReading | Error)[] = [];

beforeAll(async () => {
  host = await startMessagingHost();
  const ann = await host.aPerson('ann');
  const { fileId } = await host.aFile(ann, '凭证.txt');
  await host.call(ann, conversations.postMessage, {
    params: { conversationId: (await host.aGroup(ann)).id },
    body: { clientId: aClientId(), text: '', fileIds: [fileId] },
  });
  await host.database.query(
    `insert into search_files (file_id, at, state, text, tokens) values ($1, now(), 'waiting', '', '{}')`,
    [fileId],
  );
});
afterAll(() => host.close());

/** Reads what waits, so much later than now; the next of `readings` is what comes of it. */
function read(minutesAhead = 0): Promise<boolean> {
  const context: FileReadingContext = {
    ...host.platform,
    clock: { now: () => new Date(Date.now() + minutesAhead * 60_000) },
    metrics: createSearchMetrics(createMetrics()),
    fileTexts: {
      read: async () => {
        const reading = readings.shift();
        if (!reading || reading instanceof Error) throw reading ?? new Error('the file was read once too often');
        return reading;
      },
      close: () => undefined,
    },
  };
  return readNextFile(context);
}

const state = () => host.database.query('select state, attempts from search_files');

test('a server that stops while it reads a file says nothing about the file, which is read at once by the next', async () => {
  for (let restarts = 0; restarts < 5; restarts++) {
    readings.push({ kind: 'stopped' });
    expect(await read()).toBe(false);
  }
  expect(await state()).toEqual([{ state: 'waiting', attempts: 0 }]);
});

test('one that died while it read a file left a claim, which is over after some minutes and counts for nothing', async () => {
  for (const minutesAhead of [0, 6, 12, 18]) {
    await host.database.query(`update search_files set claimed_at = now() + $1 * interval '1 minute'`, [minutesAhead]);
    expect(await read(minutesAhead + 1)).toBe(false);
  }
  expect(await state()).toEqual([{ state: 'waiting', attempts: 0 }]);
});

test('a file at which reading meets faults again and again is given up, later each time', async () => {
  for (const minutesAhead of [30, 40]) {
    readings.push(new Error('the disk is away'));
    expect(await read(minutesAhead)).toBe(true);
    expect(await read(minutesAhead + 1)).toBe(false);
  }
  expect(await state()).toEqual([{ state: 'waiting', attempts: 2 }]);
  expect(await read(50)).toBe(true);
  expect(await state()).toEqual([{ state: 'refused', attempts: 2 }]);
});
