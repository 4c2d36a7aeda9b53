import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countinghouse-blobs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps 10,000 bytes in a process whose files may not grow beyond this many blocks of 512 bytes. */
function keepWithin(blocks: number): string {
  const program = `
    const { createLocalBlobStore } = await import(process.env.STORE);
    const bytes = async function* () { yield Buffer.alloc(10_000, 7); };
    await createLocalBlobStore(process.env.FOLDER).put('abcdef', bytes()).then(
      () => console.log('kept'),
      (error) => console.log(error.code),
    );`;
  const limits = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" --input-type=module --eval "$1"`;
  const store = pathToFileURL(join(import.meta.dirname, 'blob-store.ts')).href;
  const env = { ...process.env, STORE: store, FOLDER: folder };
  return spawnSync('/bin/sh', ['-c', limits, process.execPath, program], { env, encoding: 'utf8' }).stdout.trim();
}

const listFiles = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('a file of which only a part has room is not kept, and leaves nothing behind', () => {
  expect(keepWithin(8)).toBe('EFBIG');
  expect(listFiles()).toEqual([]);
});

it('what is kept is whole', () => {
  expect(keepWithin(100)).toBe('kept');
  const [file = ''] = listFiles();
  expect(readFileSync(file)).toEqual(Buffer.alloc(10_000, 7));
});
