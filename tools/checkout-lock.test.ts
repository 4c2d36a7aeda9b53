import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withCheckoutLock } from './checkout-lock.mjs';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-lock-'));
  file = join(folder, 'checkout.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes the lock, notes that it has it, and keeps it until it is killed. */
async function startHolder(): Promise<() => Promise<void>> {
  const script = `
    import { withCheckoutLock } from ${JSON.stringify(new URL('./checkout-lock.mjs', import.meta.url).href)};
    await withCheckoutLock(process.argv[1], async () => {
      process.stdout.write('held');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

test('work of several holders never overlaps, and the lock is gone afterwards', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside++;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside--;
  };
  await Promise.all([withCheckoutLock(file, work), withCheckoutLock(file, work), withCheckoutLock(file, work)]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('a living holder is waited for, a killed one is not', async () => {
  const kill = await startHolder();
  const order: string[] = [];
  const waiting = withCheckoutLock(file, async () => order.push('second'));
  await new Promise((resolve) => setTimeout(resolve, 600));
  order.push('first ends');
  await kill();
  await waiting;
  expect(order).toEqual(['first ends', 'second']);
});

test('a program that a killed holder had started is waited for', async () => {
  const program = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  writeFileSync(file, JSON.stringify({ token: 'old', pid: 2 ** 30, childPid: program.pid }));
  const order: string[] = [];
  const waiting = withCheckoutLock(file, async () => order.push('second'));
  await new Promise((resolve) => setTimeout(resolve, 600));
  order.push('program ends');
  program.kill('SIGKILL');
  await waiting;
  expect(order).toEqual(['program ends', 'second']);
});

test('a silent holder whose process id went to another program is replaced', async () => {
  writeFileSync(file, JSON.stringify({ token: 'old', pid: process.pid }));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  const held = await withCheckoutLock(file, async () => JSON.parse(readFileSync(file, 'utf8')));
  expect(held.token).not.toBe('old');
});
