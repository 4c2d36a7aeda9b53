import { expect, test } from 'vitest';
import { UnreadAtOpening } from './unread-at-opening.ts';

const row = (readSeq: number, headSeq: number) => ({
  cursor: { seq: readSeq, messageCount: readSeq },
  headSeq,
  messageCount: headSeq,
});

test('what came while the device was off is below the divider, although its own list did not know of it', () => {
  const opening = new UnreadAtOpening(row(10, 10), 'connecting');
  expect(opening.unread.count).toBe(0);
  // The device shows what it has kept, to the end.
  expect(opening.see(10)).toBe(false);
  expect(opening.handle(row(10, 13), 'live')).toBe(10);
  expect(opening.unread).toEqual({ afterSeq: 10, upToSeq: 13, count: 3 });
  expect(opening.see(13)).toBe(true);
});

test('what comes in while the conversation is read gets no divider', () => {
  const opening = new UnreadAtOpening(row(10, 10), 'live');
  expect(opening.see(10)).toBe(true);
  opening.handle(row(10, 11), 'offline');
  expect(opening.handle(row(10, 12), 'live')).toBe(0);
  expect(opening.unread.count).toBe(0);
});

test('without a network what is read counts; what came meanwhile is unread once the server says so', () => {
  const opening = new UnreadAtOpening(row(8, 10), 'connecting');
  opening.see(9);
  expect(opening.handle(row(8, 10), 'offline')).toBe(9);
  expect(opening.see(10)).toBe(true);
  opening.handle(row(10, 12), 'live');
  expect(opening.unread).toEqual({ afterSeq: 10, upToSeq: 12, count: 2 });
});

test('what another device has read leaves the divider where it was drawn', () => {
  const opening = new UnreadAtOpening(row(8, 10), 'connecting');
  opening.handle(row(10, 10), 'live');
  expect(opening.unread).toEqual({ afterSeq: 8, upToSeq: 10, count: 2 });
});
