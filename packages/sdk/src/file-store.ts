import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientStore, FencedError, listRecords, oneAfterAnother, type StoreChange } from './client-store.ts';
import { decodeLine, encodeLine } from './file-records.ts';
import { lockFolder, unlockFolder } from './folder-lock.ts';

export { StoreInUseError } from './folder-lock.ts';

export interface FileStore extends ClientStore {
  /** Lines that did not carry their checksum and were dropped, since this object was made. */
  readonly damagedLines: number;
  /** Waits for what is being written and closes the file. */
  close(): Promise<void>;
}

const fileName = 'records.log';
// Smaller files are not worth rewriting; larger ones are once more than half of them is outdated.
const compactBytesMin = 4 * 1024 * 1024;
const compactFactor = 2;
/** Not yet sent messages are to survive the machine as well; the rest can be loaded again. */
const mustBeSafe = (changes: readonly StoreChange[]): boolean => changes.some(({ key }) => key.startsWith('outbox/'));

interface Waiting {
  changes: readonly StoreChange[];
  unless: string | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Keeps records of a Node program in one file of `folder`, which is made where it is missing. The file grows by a line
 * per write and is rewritten beside itself and renamed when half of it is outdated; a line without its checksum, such as
 * the torn end after a crash, is dropped. One process at a time may use a folder;
 * for another one every method rejects with `StoreInUseError`.
 */
export function fileStorage(folder: string): FileStore {
  const log = new RecordLog(folder);
  return {
    get damagedLines() {
      return log.damagedLines;
    },
    list: async (prefix) => listRecords(await log.load(), prefix),
    findKeys: async (keys) => {
      const records = await log.load();
      return new Set(keys.filter((key) => records.has(key)));
    },
    write: (changes, unless) => log.write(changes, unless),
    exclusively: oneAfterAnother(),
    close: () => log.close(),
  };
}

class RecordLog {
  damagedLines = 0;
  private readonly folder: string;
  private readonly records = new Map<string, unknown>();
  private readonly lineBytes = new Map<string, number>();
  private loaded: Promise<ReadonlyMap<string, unknown>> | undefined;
  private file: FileHandle | undefined;
  private sizeBytes = 0;
  private liveBytes = 0;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  load(): Promise<ReadonlyMap<string, unknown>> {
    this.loaded ??= this.read().catch((error: unknown) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private get path(): string {
    return join(this.folder, fileName);
  }

  private async read(): Promise<ReadonlyMap<string, unknown>> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await lockFolder(this.folder);
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) this.apply(decodeLine(line), line.length);
    // A line without its end was under way when the process died.
    if (rest !== '') this.damagedLines += 1;
    this.sizeBytes = Buffer.byteLength(text);
    if (this.damagedLines > 0) await this.compact();
    else this.file = await open(this.path, 'a', 0o600);
    return this.records;
  }

  private apply(changes: readonly StoreChange[] | undefined, bytes: number): void {
    if (!changes) {
      this.damagedLines += 1;
      return;
    }
    for (const { key, value } of changes) {
      this.liveBytes -= this.lineBytes.get(key) ?? 0;
      this.lineBytes.delete(key);
      this.records.delete(key);
      if (value === undefined) continue;
      this.records.set(key, value);
      this.lineBytes.set(key, bytes / changes.length);
      this.liveBytes += bytes / changes.length;
    }
  }

  write(changes: readonly StoreChange[], unless: string | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.waiting.push({ changes, unless, resolve, reject });
    this.writing ??= this.writeWaiting();
    return promise;
  }

  /** What waits goes to the disk together. */
  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      let group = this.waiting.splice(0);
      try {
        await this.load();
        group = this.dropFenced(group);
        if (group.length > 0) await this.append(group.map(({ changes }) => changes));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.writing = undefined;
  }

  /** Without those whose fence stands, also where it came with them. */
  private dropFenced(group: readonly Waiting[]): Waiting[] {
    const fences = new Map<string, boolean>();
    return group.filter(({ changes, unless, reject }) => {
      const isFenced = unless !== undefined && (fences.get(unless) ?? this.records.has(unless));
      if (isFenced) reject(new FencedError(unless));
      else for (const { key, value } of changes) fences.set(key, value !== undefined);
      return !isFenced;
    });
  }

  private async append(writes: readonly (readonly StoreChange[])[]): Promise<void> {
    this.file ??= await open(this.path, 'a', 0o600);
    const lines = await Promise.all(writes.map(encodeLine));
    const bytes = Buffer.from(lines.join(''));
    try {
      await this.file.appendFile(bytes);
      if (writes.some(mustBeSafe)) await this.file.datasync();
    } catch (error) {
      // Half a line may be there, and what comes next must not be joined to it.
      await this.file.truncate(this.sizeBytes).catch(() => undefined);
      throw error;
    }
    this.sizeBytes += bytes.byteLength;
    for (const [index, changes] of writes.entries()) this.apply(changes, lines[index]?.length ?? 0);
    const isOutdated = this.sizeBytes > compactBytesMin && this.sizeBytes > this.liveBytes * compactFactor;
    // What was written stands; a disk without room for a second file is asked again after the next write.
    if (isOutdated) await this.compact().catch(() => undefined);
  }

  private async compact(): Promise<void> {
    const draft = `${this.path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      let sizeBytes = 0;
      for (const [key, value] of this.records) {
        const line = Buffer.from(await encodeLine([{ key, value }]));
        await file.appendFile(line);
        sizeBytes += line.byteLength;
      }
      await file.datasync();
      await rename(draft, this.path);
      this.sizeBytes = sizeBytes;
    } finally {
      await file.close();
    }
    await this.file?.close();
    this.file = await open(this.path, 'a', 0o600);
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file?.close();
    if (this.file) await unlockFolder(this.folder);
    this.file = undefined;
    this.loaded = undefined;
    this.records.clear();
    this.lineBytes.clear();
    this.liveBytes = 0;
  }
}
