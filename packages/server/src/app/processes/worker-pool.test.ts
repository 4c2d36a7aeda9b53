import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from '../../platform/log.ts';
import { type Worker, WorkerPool, WorkerStartError, workerPoolLimits } from './worker-pool.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface FakeWorker extends Worker {
  becomeReady(): void;
  die(): void;
}

/** Forks workers that do as they are told and write down what happens. */
function aPool(size: number, options: { readyAtOnce?: boolean } = {}) {
  const history: string[] = [];
  const workers: FakeWorker[] = [];
  const settings = { readyAtOnce: options.readyAtOnce ?? true, obeys: true };
  const fork = (): Worker => {
    const id = workers.length + 1;
    const ready = Promise.withResolvers<boolean>();
    const ended = Promise.withResolvers<void>();
    const die = () => {
      history.push(`${id} ended`);
      ready.resolve(false);
      ended.resolve();
    };
    const worker: FakeWorker = {
      id,
      ready: ready.promise,
      ended: ended.promise,
      stop: () => {
        history.push(`${id} told to stop`);
        if (settings.obeys) die();
      },
      kill: () => {
        history.push(`${id} killed`);
        die();
      },
      becomeReady: () => {
        history.push(`${id} ready`);
        ready.resolve(true);
      },
      die,
    };
    workers.push(worker);
    history.push(`${id} forked`);
    if (settings.readyAtOnce) worker.becomeReady();
    return worker;
  };
  return { pool: new WorkerPool({ size, fork, log: createLogger('silent') }), workers, history, settings };
}

test('a rolling restart stops each old worker only when a new one takes traffic', async () => {
  const { pool, history } = aPool(2);
  await pool.start();
  history.length = 0;
  await pool.restart();
  expect(history).toEqual([
    '3 forked',
    '3 ready',
    '1 told to stop',
    '1 ended',
    '4 forked',
    '4 ready',
    '2 told to stop',
    '2 ended',
  ]);
});

test('where a new worker cannot start, the rolling restart ends and the old ones stay', async () => {
  const { pool, workers, history, settings } = aPool(2);
  await pool.start();
  settings.readyAtOnce = false;
  const restarted = pool.restart();
  workers[2]?.die();
  await restarted;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(history.filter((line) => line.includes('told to stop'))).toEqual([]);
});

test('a second wish for a restart while one is under way changes nothing', async () => {
  const { pool, workers } = aPool(2);
  await pool.start();
  await Promise.all([pool.restart(), pool.restart()]);
  expect(workers.length).toBe(4);
});

test('a worker that dies is replaced at once; where they keep dying, ever later', async () => {
  const { pool, workers } = aPool(1);
  await pool.start();
  const waits: number[] = [];
  for (let death = 1; death <= 9; death++) {
    workers.at(-1)?.die();
    const diedAt = Date.now();
    const before = workers.length;
    while (workers.length === before) await vi.advanceTimersByTimeAsync(10);
    waits.push(Date.now() - diedAt);
  }
  expect(waits.slice(0, 4).map((ms) => Math.floor(ms / 50) * 50)).toEqual([0, 250, 500, 1_000]);
  expect(waits.at(-1)).toBeLessThanOrEqual(workerPoolLimits.replaceDelayMsMax + 10);
});

test('a worker that does not stop is killed in the end', async () => {
  const { pool, history, settings } = aPool(1);
  await pool.start();
  settings.obeys = false;
  const stopped = pool.stop();
  await vi.advanceTimersByTimeAsync(workerPoolLimits.stopWithinMs);
  await stopped;
  expect(history.slice(-3)).toEqual(['1 told to stop', '1 killed', '1 ended']);
});

test('a worker that cannot start fails the start', async () => {
  const { pool, workers } = aPool(2, { readyAtOnce: false });
  const started = pool.start();
  workers[0]?.becomeReady();
  workers[1]?.die();
  await expect(started).rejects.toThrow(WorkerStartError);
});
