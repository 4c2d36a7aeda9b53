import { createHash } from 'node:crypto';
import { Zip, ZipPassThrough } from 'fflate';

/** One file of the package; the bytes are asked for when their turn comes, so that only one file is in memory. */
export interface PackageEntry {
  path: string;
  sha256: string;
  read(): Promise<Uint8Array>;
}

/** The bytes of an entry are not those that were put in: the store was tampered with. */
export class ArchiveDamagedError extends Error {}

/** DOS time of zip entries begins here; a fixed one makes the package the same bytes each time. */
const fixedTime = new Date(1980, 0, 1);

/** The package as zip without compression, chunk by chunk. The same entries always give the same bytes. */
export async function* buildPackage(entries: readonly PackageEntry[]): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure = error ?? failure;
    chunks.push(chunk);
  });
  for (const entry of entries) {
    const bytes = await entry.read();
    if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) {
      throw new ArchiveDamagedError(`${entry.path} is not what was archived`);
    }
    const file = new ZipPassThrough(entry.path);
    file.mtime = fixedTime;
    zip.add(file);
    file.push(bytes, true);
    if (failure) throw failure;
    yield* chunks.splice(0);
  }
  zip.end();
  if (failure) throw failure;
  yield* chunks.splice(0);
}

export async function measurePackage(entries: readonly PackageEntry[]): Promise<{ digest: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of buildPackage(entries)) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { digest: hash.digest('hex'), sizeBytes };
}
