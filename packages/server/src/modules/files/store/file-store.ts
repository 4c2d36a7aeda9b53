import type { FileId, FileRef, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';

export interface StoredFile extends FileRef {
  ownerId: UserId;
  /** SHA-256 of the content, hexadecimal. */
  sha256: string;
  keyId: number;
}

interface FileRow {
  id: FileId;
  owner_id: UserId;
  name: string;
  media_type: string;
  size_bytes: number;
  sha256: Buffer;
  key_id: number;
  width_px: number | null;
  height_px: number | null;
  duration_ms: number | null;
}

const selectFiles =
  'select f.id, f.owner_id, f.name, f.media_type, f.size_bytes, f.sha256, f.width_px, f.height_px, f.duration_ms, b.key_id from files f join blobs b on b.sha256 = f.sha256';

const presentFile = (row: FileRow): StoredFile => ({
  fileId: row.id,
  ownerId: row.owner_id,
  name: row.name,
  mediaType: row.media_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256.toString('hex'),
  keyId: row.key_id,
  ...(row.width_px !== null && row.height_px !== null ? { image: { width: row.width_px, height: row.height_px } } : {}),
  ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
});

export async function findFiles(db: Queryable, ids: readonly FileId[]): Promise<StoredFile[]> {
  const rows = await db.query<FileRow>(`${selectFiles} where f.id = any($1)`, [ids]);
  return rows.map(presentFile);
}

export async function findPermitted(
  db: Queryable,
  subject: Subject,
  input: { action: string; fileId: FileId },
): Promise<StoredFile | undefined> {
  const { values, bind } = parameters();
  const id = bind(input.fileId);
  const [row] = await db.query<FileRow>(
    `${selectFiles} where f.id = ${id} and ${where(subject, input.action, 'file', { alias: 'f', bind })}`,
    values,
  );
  return row && presentFile(row);
}

export async function findBlob(db: Queryable, sha256: string): Promise<{ keyId: number } | undefined> {
  const [row] = await db.query<{ key_id: number }>('select key_id from blobs where sha256 = $1', [
    Buffer.from(sha256, 'hex'),
  ]);
  return row && { keyId: row.key_id };
}

export async function insertBlob(
  db: Queryable,
  blob: { sha256: string; sizeBytes: number; keyId: number; at: Date },
): Promise<void> {
  await db.query(
    'insert into blobs (sha256, size_bytes, key_id, stored_at) values ($1, $2, $3, $4) on conflict (sha256) do nothing',
    [Buffer.from(blob.sha256, 'hex'), blob.sizeBytes, blob.keyId, blob.at],
  );
}

/** False where the file is already there. */
export async function insertFile(db: Queryable, file: Omit<StoredFile, 'keyId'> & { at: Date }): Promise<boolean> {
  const rows = await db.query(
    `insert into files (id, owner_id, name, media_type, size_bytes, sha256, created_at, width_px, height_px, duration_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (id) do nothing returning id`,
    [
      file.fileId,
      file.ownerId,
      file.name,
      file.mediaType,
      file.sizeBytes,
      Buffer.from(file.sha256, 'hex'),
      file.at,
      file.image?.width ?? null,
      file.image?.height ?? null,
      file.durationMs ?? null,
    ],
  );
  return rows.length > 0;
}
