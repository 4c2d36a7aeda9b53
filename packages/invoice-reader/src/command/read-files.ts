import { readFile, stat } from 'node:fs/promises';
import { limits } from '../limits.ts';
import type { ReaderPool } from '../reader-pool.ts';
import type { Reading, RefusalCode } from '../reading.ts';

/** Reads `jobs` files at a time and gives their readings in the order of the paths. */
export async function* readFiles(paths: readonly string[], pool: ReaderPool, jobs: number): AsyncGenerator<Reading> {
  const underWay: Promise<Reading>[] = [];
  for (const path of paths) {
    underWay.push(readPath(path, pool));
    const first = underWay.length >= jobs ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const reading of underWay) yield await reading;
}

async function readPath(path: string, pool: ReaderPool): Promise<Reading> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) return refused(path, 'file_unreadable', 'There is no such file.');
  // Checked before reading, so that a huge file never fills the memory.
  if (info.size > limits.fileBytesMax) {
    return refused(path, 'file_too_large', `The file is larger than ${limits.fileBytesMax} bytes.`);
  }
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) return refused(path, 'file_unreadable', 'The file may not be read.');
  return pool.read(bytes, path);
}

function refused(file: string, code: RefusalCode, message: string): Reading {
  return { file, format: 'unknown', elapsedMs: 0, error: { code, message }, pageCount: 0, documents: [] };
}
