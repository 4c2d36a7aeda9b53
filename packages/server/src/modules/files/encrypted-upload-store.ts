import { createCipheriv, createDecipheriv, createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import { pipeline as whenPiped } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';

const blockBytes = 16;
/** Digests of uploads under way are some hundred bytes each; one that gave way is made from the disk when it is asked for. */
const runningDigestsMax = 1000;

interface RunningDigest {
  hash: Hash;
  offset: number;
}

/**
 * Uploads under way, encrypted on disk from the first byte. Counter mode lets an upload go on at any offset; the key
 * stream of an upload is never used twice for one position, because tus only ever appends.
 */
export class EncryptedUploadStore extends FileStore {
  private readonly key: Buffer;
  private readonly digests = new Map<string, RunningDigest>();

  constructor(options: { directory: string; key: Buffer; expirationPeriodInMilliseconds: number }) {
    super(options);
    this.key = options.key;
  }

  /** Rejects with the fault of the disk itself, so that a full one can be told from a broken one. */
  override async write(readable: IncomingMessage | Readable, id: string, offset: number): Promise<number> {
    const digest = this.takeDigest(id, offset);
    let sizeBytes = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        sizeBytes += chunk.length;
        digest?.hash.update(chunk);
        done(null, chunk);
      },
    });
    const cipher = createCipheriv('aes-256-ctr', this.key, counterAt(id, offset));
    cipher.update(Buffer.alloc(offset % blockBytes));
    const file = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset });
    await whenPiped(readable, meter, cipher, file);
    if (digest) this.keepDigest(id, { hash: digest.hash, offset: offset + sizeBytes });
    return offset + sizeBytes;
  }

  override async remove(id: string): Promise<void> {
    this.digests.delete(id);
    await super.remove(id);
  }

  /** The plaintext of what has arrived, or of a part of it (`end` is the last byte). */
  readPlain(id: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array> {
    const start = range?.start ?? 0;
    const decipher = createDecipheriv('aes-256-ctr', this.key, counterAt(id, start));
    decipher.update(Buffer.alloc(start % blockBytes));
    return pipeline(createReadStream(join(this.directory, id), range), decipher, () => undefined);
  }

  /** SHA-256 of the first `sizeBytes` bytes where they all came through this process in their order. */
  digestOf(id: string, sizeBytes: number): string | undefined {
    const digest = this.digests.get(id);
    return digest?.offset === sizeBytes ? digest.hash.copy().digest('hex') : undefined;
  }

  /** Taken out while bytes come in: where they break off, nobody knows how many of them reached the disk. */
  private takeDigest(id: string, offset: number): RunningDigest | undefined {
    const known = this.digests.get(id);
    this.digests.delete(id);
    if (offset === 0) return { hash: createHash('sha256'), offset };
    return known?.offset === offset ? known : undefined;
  }

  private keepDigest(id: string, digest: RunningDigest): void {
    const [oldest] = this.digests.keys();
    if (this.digests.size >= runningDigestsMax && oldest !== undefined) this.digests.delete(oldest);
    this.digests.set(id, digest);
  }
}

/** 96 bits from the upload's id, 32 bits of block counter: enough for 64 GiB. */
function counterAt(id: string, offset: number): Buffer {
  const counter = createHash('sha256').update(id).digest().subarray(0, blockBytes);
  counter.writeUInt32BE(Math.floor(offset / blockBytes), 12);
  return counter;
}
