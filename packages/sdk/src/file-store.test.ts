import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreChange } from './client-store.ts';
import { fileStorage } from './file-store.ts';

let folder: string;
const path = () => join(folder, 'records.log');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countinghouse-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function reopened(): Promise<Record<string, unknown>> {
  const store = fileStorage(folder);
  const records = await store.list('');
  await store.close();
  return Object.fromEntries(records.map(({ key, value }) => [key, value]));
}

test('S36: what a program has kept is there after it died, files of any bytes included', async () => {
  const store = fileStorage(folder);
  const bytes = Uint8Array.from({ length: 300 }, (_each, index) => index % 256);
  await Promise.all([
    store.write([
      { key: 'outbox/me/1', value: { text: '第一\n行', files: [{ content: bytes }] } },
      { key: 'state/a', value: 1 },
    ]),
    store.write([{ key: 'outbox/me/2', value: { files: [{ content: new Blob([bytes]) }] } }]),
    store.write([{ key: 'state/a' }]),
  ]);
  // No `close`: the process was killed.
  expect(await reopened()).toEqual({
    'outbox/me/1': { text: '第一\n行', files: [{ content: bytes }] },
    'outbox/me/2': { files: [{ content: bytes }] },
  });
  expect(await store.findKeys(['outbox/me/1', 'state/a'])).toEqual(new Set(['outbox/me/1']));
  expect((await stat(path())).mode & 0o077).toBe(0);
  await store.close();
});

test('S36: wherever the file was cut, what stood whole before the cut is there, and writing goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.string({ unit: 'binary' }) }), {
        minLength: 1,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (changes: StoreChange[], share) => {
        await rm(path(), { force: true });
        const store = fileStorage(folder);
        const ends: number[] = [];
        for (const change of changes) {
          await store.write([change]);
          ends.push((await stat(path())).size);
        }
        await store.close();
        const cut = Math.floor((ends.at(-1) ?? 0) * share);
        await truncate(path(), cut);
        const whole = changes.slice(0, ends.filter((end) => end <= cut).length);
        const expected = Object.fromEntries(whole.map(({ key, value }) => [key, value]));
        expect(await reopened()).toEqual(expected);
        const again = fileStorage(folder);
        await again.write([{ key: 'd', value: 'on' }]);
        await again.close();
        expect(await reopened()).toEqual({ ...expected, d: 'on' });
      },
    ),
    { numRuns: 30 },
  );
});

test('S36: a damaged line is dropped and counted, those around it stay', async () => {
  const store = fileStorage(folder);
  for (const key of ['a', 'b', 'c']) await store.write([{ key, value: `value of ${key}` }]);
  await store.close();
  await writeFile(path(), (await readFile(path(), 'utf8')).replace('value of b', 'value of x'));
  await appendFile(path(), 'torn');
  const again = fileStorage(folder);
  expect((await again.list('')).map(({ key }) => key)).toEqual(['a', 'c']);
  expect(again.damagedLines).toBe(2);
  await again.close();
  expect(await readFile(path(), 'utf8')).not.toContain('torn');
});

test('S36: the file stays in proportion to what is kept', async () => {
  const store = fileStorage(folder);
  const text = 'x'.repeat(100_000);
  for (let round = 0; round < 100; round++) await store.write([{ key: `state/${round % 2}`, value: { round, text } }]);
  await store.close();
  expect((await stat(path())).size).toBeLessThan(5_000_000);
  expect(await reopened()).toEqual({ 'state/0': { round: 98, text }, 'state/1': { round: 99, text } });
});

test('S36: a second process is refused by name as long as the first lives', async () => {
  const program = `
    const { fileStorage } = await import(${JSON.stringify(new URL('./file-store.ts', import.meta.url).href)});
    await fileStorage(process.argv[1]).write([{ key: 'a', value: 1 }]);
    process.stdout.write('ready');
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(other, 'exit');
  await once(other.stdout, 'data');
  await expect(fileStorage(folder).list('')).rejects.toMatchObject({ name: 'StoreInUseError', processId: other.pid });
  other.kill('SIGKILL');
  await ended;
  expect(await reopened()).toEqual({ a: 1 });
});
