import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-lock-'));
  lockFile = join(folder, 'postgres.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['foreign text', '4711\nsomebody else wrote this, and more than a page header would need '.repeat(3)],
  ['a few bytes', 'SQL'],
  ['nothing', ''],
])('a lock file that holds %s keeps nobody out for ever, and locks all the same', (_what, content) => {
  writeFileSync(lockFile, content);
  const lock = lockFolder({ folder, lockFile });
  expect(() => lockFolder({ folder, lockFile })).toThrow(/Another Countinghouse is running/);
  lock.release();
  lockFolder({ folder, lockFile }).release();
});

it('a lock that is held is not taken by whoever damages its file', () => {
  const lock = lockFolder({ folder, lockFile });
  writeFileSync(lockFile, 'damaged while it was held, with more bytes than a header has '.repeat(3));
  expect(() => lockFolder({ folder, lockFile })).toThrow(/Another Countinghouse is running/);
  lock.release();
});
