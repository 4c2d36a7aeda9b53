import type { UserId } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PresenceNews } from '../topics.ts';
import { PresenceBoard, presenceLimits } from './presence-board.ts';

const ann = '00000000-0000-7000-8000-00000000000a' as UserId; // of the right form

/** Boards of several processes on one bus. */
class Firm {
  readonly boards = new Map<string, PresenceBoard>();
  readonly changes: string[] = [];
  private readonly dead = new Set<string>();

  join(node: string): PresenceBoard {
    const board = new PresenceBoard({
      node,
      limits: presenceLimits,
      nowMs: () => Date.now(),
      onChange: (userId) => this.changes.push(`${node} ${userId === ann} ${board.isOnline(userId)}`),
      bus: {
        isShared: true,
        isConnected: true,
        publish: (_topic, message) => this.publish(node, message as PresenceNews), // the board publishes nothing else
        deliver: () => undefined,
        subscribe: () => () => true,
        onGap: () => () => true,
        close: async () => undefined,
      },
    });
    this.boards.set(node, board);
    board.start();
    return board;
  }

  private publish(from: string, news: PresenceNews): void {
    if (this.dead.has(from)) return;
    for (const [node, board] of this.boards) if (!this.dead.has(node)) board.handle(news);
  }

  kill(node: string): void {
    this.dead.add(node);
  }
}

let firm: Firm;
beforeEach(() => {
  vi.useFakeTimers();
  firm = new Firm();
});
afterEach(() => void vi.useRealTimers());

const { graceMs, tickMs, silenceMsMax } = presenceLimits;

test('M39: processes tell each other who is on the line, and a new one learns it from the others', () => {
  const [one, two] = [firm.join('one'), firm.join('two')];
  one.arrive(ann);
  vi.advanceTimersByTime(tickMs);
  expect(two.isOnline(ann)).toBe(true);
  expect(firm.join('three').isOnline(ann)).toBe(true);
  one.leave(ann);
  vi.advanceTimersByTime(graceMs - tickMs);
  expect(two.isOnline(ann)).toBe(true);
  vi.advanceTimersByTime(3 * tickMs);
  expect(two.isOnline(ann)).toBe(false);
  expect(firm.boards.get('three')?.isOnline(ann)).toBe(false);
});

test('M39: who moves from one process to another in a rolling restart is never told to be offline', () => {
  const [one, two] = [firm.join('one'), firm.join('two')];
  one.arrive(ann);
  vi.advanceTimersByTime(tickMs);
  firm.changes.length = 0;
  one.stop();
  firm.kill('one');
  vi.advanceTimersByTime(graceMs / 2);
  two.arrive(ann);
  vi.advanceTimersByTime(2 * graceMs);
  expect(two.isOnline(ann)).toBe(true);
  expect(firm.changes.filter((change) => change.startsWith('two') && change.endsWith('false'))).toEqual([]);
});

test('M39: people of a process that died are offline once it was silent for long enough', () => {
  const [one, two] = [firm.join('one'), firm.join('two')];
  one.arrive(ann);
  vi.advanceTimersByTime(tickMs);
  firm.kill('one');
  vi.advanceTimersByTime(silenceMsMax);
  expect(two.isOnline(ann)).toBe(true);
  vi.advanceTimersByTime(graceMs + 3 * tickMs);
  expect(two.isOnline(ann)).toBe(false);
});

test('M87: somebody is away where every process that has them says so, and a new process learns it', () => {
  const [one, two] = [firm.join('one'), firm.join('two')];
  one.arrive(ann);
  two.arrive(ann);
  one.setAway(ann, true);
  vi.advanceTimersByTime(tickMs);
  expect([one.isAway(ann), two.isAway(ann)]).toEqual([false, false]);
  two.setAway(ann, true);
  vi.advanceTimersByTime(tickMs);
  expect([one.isAway(ann), two.isAway(ann), firm.join('three').isAway(ann)]).toEqual([true, true, true]);
  // The device at the one is put down, and the other one is taken up.
  one.leave(ann);
  vi.advanceTimersByTime(graceMs + 2 * tickMs);
  expect(one.isAway(ann)).toBe(true);
  two.setAway(ann, false);
  vi.advanceTimersByTime(tickMs);
  expect([one.isAway(ann), two.isAway(ann), firm.boards.get('three')?.isAway(ann)]).toEqual([false, false, false]);
  expect(one.isOnline(ann)).toBe(true);
});
