import { type FileId, Refusal } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { findPermitted, type StoredFile } from './store/file-store.ts';

export type { StoredFile } from './store/file-store.ts';

/** A file that the subject may read. Unknown and forbidden look alike: `object_missing`. */
export async function accessFile(db: Queryable, subject: Subject, fileId: FileId): Promise<StoredFile> {
  const file = await findPermitted(db, subject, { action: 'read', fileId });
  if (!file) throw new Refusal('object_missing');
  return file;
}
