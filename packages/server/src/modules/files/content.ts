import { createHash } from 'node:crypto';
import { type FileId, Refusal, type UserId } from '@countinghouse/protocol';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { recordAudit } from '../audit/index.ts';
import type { ContentSource } from './content-source.ts';
import { findFacts, type Measure } from './find-facts.ts';
import type { MediaFacts } from './media/pixels.ts';
import { openSegments, sealedRange, sealSegments } from './segments.ts';
import { findBlob, findFiles, insertBlob, insertFile, type StoredFile } from './store/file-store.ts';

export type ContentParts = Pick<Platform, 'database' | 'clock' | 'sealer'> & { blobs: BlobStore; measure: Measure };

/** Content that is kept, whatever its name. */
export type StoredContent = Pick<StoredFile, 'sha256' | 'sizeBytes' | 'keyId'>;

async function digestOf(source: ContentSource): Promise<string> {
  if (source.sha256 !== undefined) return source.sha256;
  const hash = createHash('sha256');
  for await (const chunk of source.read()) hash.update(chunk);
  return hash.digest('hex');
}

/** Encrypts and keeps the content, once for all files that have it. Durable before the rows that name it. */
export async function keepContent(parts: ContentParts, source: ContentSource): Promise<StoredContent> {
  const { sizeBytes } = source;
  const sha256 = await digestOf(source);
  const known = await findBlob(parts.database, sha256);
  if (known) return { sha256, sizeBytes, keyId: known.keyId };
  const { keyId, key } = await parts.sealer.currentKey('files');
  // The key is part of the name: two first uploads of one content at a month's end then cannot mix their keys.
  await parts.blobs.put(`${sha256}.${keyId}`, sealSegments({ sha256, sizeBytes, key }, source.read()));
  return { sha256, sizeBytes, keyId };
}

export interface NewFile {
  fileId: FileId;
  ownerId: UserId;
  name: string;
  source: ContentSource;
}

/** Keeps a file and returns what is known of it; the same id again changes nothing. */
export async function keepFile(parts: ContentParts, file: NewFile): Promise<StoredFile> {
  const [content, facts] = await Promise.all([keepContent(parts, file.source), findFacts(file.source, parts.measure)]);
  await parts.database.transaction((tx) => insertRows(parts, tx, { file, content, facts }));
  const [stored] = await findFiles(parts.database, [file.fileId]);
  if (!stored) throw new Error('the file just kept is not there');
  return stored;
}

async function insertRows(
  parts: ContentParts,
  tx: Transaction,
  { file, content, facts }: { file: NewFile; content: StoredContent; facts: MediaFacts & { mediaType: string } },
): Promise<void> {
  const at = parts.clock.now();
  await insertBlob(tx, { ...content, at });
  const { fileId, ownerId, name } = file;
  const isNew = await insertFile(tx, { fileId, ownerId, name, ...content, ...facts, at });
  if (!isNew) return;
  recordAudit(tx, {
    at,
    actorId: ownerId,
    action: 'file.kept',
    objectType: 'file',
    objectId: fileId,
    detail: { sha256: content.sha256, sizeBytes: content.sizeBytes, mediaType: facts.mediaType },
  });
}

/** Plaintext from `start` to `end` (inclusive). The caller has checked the right to read. */
export async function* readContent(
  parts: ContentParts,
  { sha256, sizeBytes, keyId }: StoredContent,
  range: { start: number; end: number },
): AsyncGenerator<Buffer> {
  if (sizeBytes === 0) return;
  const key = await parts.sealer.key(keyId);
  const { start, end } = sealedRange(sizeBytes, range);
  yield* openSegments({ sha256, sizeBytes, key }, parts.blobs.read(`${sha256}.${keyId}`, { start, end }), range);
}

/** All bytes of kept content. The caller has checked its size. */
export async function readWhole(parts: ContentParts, content: StoredContent): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readContent(parts, content, { start: 0, end: Math.max(0, content.sizeBytes - 1) }))
    chunks.push(chunk);
  return Buffer.concat(chunks);
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
  return readWhole(parts, file);
}
