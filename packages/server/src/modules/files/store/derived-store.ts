import type { Queryable } from '../../../platform/database/database.ts';
import type { StoredContent } from '../content.ts';

export async function findDerived(
  db: Queryable,
  source: { sha256: string; kind: string },
): Promise<StoredContent | undefined> {
  const [row] = await db.query<{ sha256: Buffer; size_bytes: number; key_id: number }>(
    `select b.sha256, b.size_bytes, b.key_id from file_derivatives d join blobs b on b.sha256 = d.sha256
     where d.source_sha256 = $1 and d.kind = $2`,
    [Buffer.from(source.sha256, 'hex'), source.kind],
  );
  return row && { sha256: row.sha256.toString('hex'), sizeBytes: row.size_bytes, keyId: row.key_id };
}

/** The first one stays where two are made at once. */
export async function insertDerived(
  db: Queryable,
  derived: { sourceSha256: string; kind: string; sha256: string; at: Date },
): Promise<void> {
  await db.query(
    `insert into file_derivatives (source_sha256, kind, sha256, made_at) values ($1, $2, $3, $4)
     on conflict (source_sha256, kind) do nothing`,
    [Buffer.from(derived.sourceSha256, 'hex'), derived.kind, Buffer.from(derived.sha256, 'hex'), derived.at],
  );
}
