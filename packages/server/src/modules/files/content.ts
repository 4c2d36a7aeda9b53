import { createHash } from 'node:crypto';
import { type FileId, Refusal, type UserId } from '@countinghouse/protocol';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/index.ts';
import { findMediaType, sniffBytes } from './media-type.ts';
import { openSegments, sealedRange, sealSegments } from './segments.ts';
import { findBlob, findFiles, insertBlob, insertFile, type StoredFile } from './store/file-store.ts';

export type ContentParts = Pick<Platform, 'database' | 'clock' | 'sealer'> & { blobs: BlobStore };

/** Something that can be read twice: once for its digest, once to be encrypted. */
export type ContentSource = () => AsyncIterable<Uint8Array>;

export interface Described {
  sha256: string;
  sizeBytes: number;
  mediaType: string;
}

export async function describeContent(source: ContentSource): Promise<Described> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  for await (const chunk of source()) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (head.length < sniffBytes) head = Buffer.concat([head, chunk.subarray(0, sniffBytes - head.length)]);
    tail = Buffer.concat([tail, chunk]).subarray(-sniffBytes);
  }
  return { sha256: hash.digest('hex'), sizeBytes, mediaType: await findMediaType(head, tail) };
}

/** Encrypts and keeps the content, once for all files that have it. Durable before the rows that name it. */
async function keepContent(
  parts: ContentParts,
  described: Described,
  source: ContentSource,
): Promise<{ keyId: number }> {
  const known = await findBlob(parts.database, described.sha256);
  if (known) return known;
  const { keyId, key } = await parts.sealer.currentKey('files');
  const { sha256, sizeBytes } = described;
  // The key is part of the name: two first uploads of one content at a month's end then cannot mix their keys.
  await parts.blobs.put(`${sha256}.${keyId}`, sealSegments({ sha256, sizeBytes, key }, source()));
  return { keyId };
}

export interface NewFile {
  fileId: FileId;
  ownerId: UserId;
  name: string;
  source: ContentSource;
}

/** Keeps a file and returns what is known of it; the same id again changes nothing. */
export async function keepFile(parts: ContentParts, file: NewFile): Promise<StoredFile> {
  const described = await describeContent(file.source);
  const { keyId } = await keepContent(parts, described, file.source);
  await parts.database.transaction((tx) => insertRows(parts, tx, { file, described, keyId }));
  const [stored] = await findFiles(parts.database, [file.fileId]);
  if (!stored) throw new Error('the file just kept is not there');
  return stored;
}

async function insertRows(
  parts: ContentParts,
  tx: Transaction,
  { file, described, keyId }: { file: NewFile; described: Described; keyId: number },
): Promise<void> {
  const at = parts.clock.now();
  await insertBlob(tx, { sha256: described.sha256, sizeBytes: described.sizeBytes, keyId, at });
  const isNew = await insertFile(tx, { fileId: file.fileId, ownerId: file.ownerId, name: file.name, ...described, at });
  if (!isNew) return;
  recordAudit(tx, {
    at,
    actorId: file.ownerId,
    action: 'file.kept',
    objectType: 'file',
    objectId: file.fileId,
    detail: { sha256: described.sha256, sizeBytes: described.sizeBytes, mediaType: described.mediaType },
  });
}

/** Plaintext from `start` to `end` (inclusive). The caller has checked the right to read. */
export async function* readContent(
  parts: ContentParts,
  file: StoredFile,
  range: { start: number; end: number },
): AsyncGenerator<Buffer> {
  if (file.sizeBytes === 0) return;
  const key = await parts.sealer.key(file.keyId);
  const { start, end } = sealedRange(file.sizeBytes, range);
  const sealed = parts.blobs.read(`${file.sha256}.${file.keyId}`, { start, end });
  yield* openSegments({ sha256: file.sha256, sizeBytes: file.sizeBytes, key }, sealed, range);
}

/** All bytes of a file, for work inside the server. Throws `file_too_large` above `sizeBytesMax`. */
export async function readFileBytes(
  parts: ContentParts,
  db: Queryable,
  input: { fileId: FileId; sizeBytesMax: number },
): Promise<Uint8Array> {
  const [file] = await findFiles(db, [input.fileId]);
  if (!file) throw new Refusal('object_missing');
  if (file.sizeBytes > input.sizeBytesMax) throw new Refusal('file_too_large');
  const chunks: Buffer[] = [];
  for await (const chunk of readContent(parts, file, { start: 0, end: Math.max(0, file.sizeBytes - 1) }))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}
