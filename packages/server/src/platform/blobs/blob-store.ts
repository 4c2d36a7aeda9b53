import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Keeps opaque bytes under a key. What it holds is already encrypted. Local disk by default; S3 in production. */
export interface BlobStore {
  /** Durable when it resolves. The same key again changes nothing. */
  put(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Bytes from `start` up to and including `end`. */
  read(key: string, range: { start: number; end: number }): AsyncIterable<Uint8Array>;
}

export function createLocalBlobStore(root: string): BlobStore {
  const pathOf = (key: string) => join(root, key.slice(0, 2), key.slice(2, 4), key);
  return {
    put: async (key, chunks) => {
      const path = pathOf(key);
      if (await isThere(path)) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      try {
        await writeDurably(temporary, chunks);
        await rename(temporary, path);
        await syncFolder(dirname(path));
      } finally {
        await rm(temporary, { force: true });
      }
    },
    read: (key, range) => createReadStream(pathOf(key), range),
  };
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function writeDurably(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // A single write may take only a part, as on a disk that has little room; this one takes all or throws.
    for await (const chunk of chunks) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
