import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoundedSender, senderLimits } from './bounded-sender.ts';
import type { LiveChannel } from './live-channel.ts';
import { PreparedFrame } from './prepared-frame.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lossNotice = new PreparedFrame('"pull"');
const news = new PreparedFrame('"news"');

/** A client that takes nothing by itself. */
function aSender() {
  const history: string[] = [];
  const client = { bufferedBytes: 0 };
  const channel: LiveChannel = {
    transport: 'websocket',
    write: (frame) => void history.push(frame === lossNotice ? 'pull' : 'news'),
    bufferedBytes: () => client.bufferedBytes,
    hasAnswered: () => true,
    end: () => undefined,
    terminate: () => void history.push('terminated'),
    listen: () => undefined,
  };
  const sender = new BoundedSender(channel, {
    limits: senderLimits,
    lossNotice,
    onFrame: () => undefined,
    onLoss: () => void history.push('counted as loss'),
    onCut: () => void history.push('counted as cut'),
  });
  return { sender, client, history };
}

test('a client that is slow for a while loses frames, and is told so once when it takes bytes again', () => {
  const { sender, client, history } = aSender();
  sender.send(news);
  client.bufferedBytes = senderLimits.bufferedBytesMax + 1;
  for (let count = 0; count < 100; count++) sender.send(news);
  vi.advanceTimersByTime(10_000);
  expect(history).toEqual(['news']);
  client.bufferedBytes = 0;
  vi.advanceTimersByTime(senderLimits.retryMs);
  sender.send(news);
  expect(history).toEqual(['news', 'counted as loss', 'pull', 'news']);
});

test('a client that stays slow is cut off after its time, and counted', () => {
  const { sender, client, history } = aSender();
  client.bufferedBytes = senderLimits.bufferedBytesMax + 1;
  sender.send(news);
  vi.advanceTimersByTime(senderLimits.slowMsMax - senderLimits.retryMs);
  expect(history).toEqual([]);
  vi.advanceTimersByTime(senderLimits.retryMs);
  expect(history).toEqual(['counted as cut', 'terminated']);
});
