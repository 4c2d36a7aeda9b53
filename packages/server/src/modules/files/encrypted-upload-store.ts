import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';

const blockBytes = 16;

/**
 * Uploads under way, encrypted on disk from the first byte. Counter mode lets an upload go on at any offset; the key
 * stream of an upload is never used twice for one position, because tus only ever appends.
 */
export class EncryptedUploadStore extends FileStore {
  private readonly key: Buffer;

  constructor(options: { directory: string; key: Buffer; expirationPeriodInMilliseconds: number }) {
    super(options);
    this.key = options.key;
  }

  override write(readable: IncomingMessage | Readable, id: string, offset: number): Promise<number> {
    const cipher = createCipheriv('aes-256-ctr', this.key, counterAt(id, offset));
    cipher.update(Buffer.alloc(offset % blockBytes));
    // `super.write` consumes the cipher and reports its failure; here it only must be destroyed when the request breaks off.
    return super.write(
      pipeline(readable, cipher, () => undefined),
      id,
      offset,
    );
  }

  /** The plaintext of what has arrived. */
  readPlain(id: string): AsyncIterable<Uint8Array> {
    const source = createReadStream(join(this.directory, id));
    return pipeline(source, createDecipheriv('aes-256-ctr', this.key, counterAt(id, 0)), () => undefined);
  }
}

/** 96 bits from the upload's id, 32 bits of block counter: enough for 64 GiB. */
function counterAt(id: string, offset: number): Buffer {
  const counter = createHash('sha256').update(id).digest().subarray(0, blockBytes);
  counter.writeUInt32BE(Math.floor(offset / blockBytes), 12);
  return counter;
}
