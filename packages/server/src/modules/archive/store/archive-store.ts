import type { ArchiveEntry, ArchiveId, FileId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed } from '../../../platform/secrets/sealer.ts';

export interface StoredEntry {
  position: number;
  path: string;
  sha256: string;
  source: { fileId: FileId } | { sealed: Sealed };
}

interface ArchiveRow extends Omit<ArchiveEntry, 'archivedAt'> {
  archivedAt: Date;
}

const columns = `id, claim_id as "claimId", claim_number as "claimNumber", voucher_number as "voucherNumber", digest,
  size_bytes as "sizeBytes", archived_by as "archivedById", archived_at as "archivedAt", retain_until as "retainUntil"`;

const present = (row: ArchiveRow): ArchiveEntry => ({ ...row, archivedAt: row.archivedAt.toISOString() });

const listSizeMax = 1000;

export async function selectArchives(db: Queryable): Promise<ArchiveEntry[]> {
  const rows = await db.query<ArchiveRow>(`select ${columns} from archives order by id desc limit ${listSizeMax}`);
  return rows.map(present);
}

export async function selectArchive(db: Queryable, archiveId: ArchiveId): Promise<ArchiveEntry | undefined> {
  const [row] = await db.query<ArchiveRow>(`select ${columns} from archives where id = $1`, [archiveId]);
  return row && present(row);
}

export async function insertArchive(
  tx: Transaction,
  entry: ArchiveEntry,
  entries: readonly StoredEntry[],
): Promise<void> {
  await tx.query(
    `insert into archives (id, claim_id, claim_number, voucher_number, digest, size_bytes, archived_by, archived_at, retain_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.id,
      entry.claimId,
      entry.claimNumber,
      entry.voucherNumber,
      entry.digest,
      entry.sizeBytes,
      entry.archivedById,
      entry.archivedAt,
      entry.retainUntil,
    ],
  );
  for (const { position, path, sha256, source } of entries) {
    const sealed = 'sealed' in source ? source.sealed : null;
    await tx.query(
      `insert into archive_entries (archive_id, position, path, sha256, file_id, content_key_id, content_sealed)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        entry.id,
        position,
        path,
        sha256,
        'fileId' in source ? source.fileId : null,
        sealed?.keyId ?? null,
        sealed?.ciphertext ?? null,
      ],
    );
  }
}

interface EntryRow {
  position: number;
  path: string;
  sha256: string;
  file_id: FileId | null;
  content_key_id: number | null;
  content_sealed: Buffer | null;
}

export async function listEntries(db: Queryable, archiveId: ArchiveId): Promise<StoredEntry[]> {
  const rows = await db.query<EntryRow>(
    `select position, path, sha256, file_id, content_key_id, content_sealed from archive_entries
     where archive_id = $1 order by position`,
    [archiveId],
  );
  return rows.map(({ position, path, sha256, file_id, content_key_id, content_sealed }) => {
    if (file_id) return { position, path, sha256, source: { fileId: file_id } };
    if (content_key_id === null || !content_sealed) throw new Error(`archive entry ${archiveId}/${position} is empty`);
    return { position, path, sha256, source: { sealed: { keyId: content_key_id, ciphertext: content_sealed } } };
  });
}
