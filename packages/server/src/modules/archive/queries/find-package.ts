import type { ArchiveEntry, ArchiveId } from '@countinghouse/protocol';
import { originalBytesMax, sealContext } from '../actions/archive-claim.ts';
import type { PackageEntry } from '../actions/build-package.ts';
import type { ArchiveContext } from '../deps.ts';
import { listEntries, selectArchive, selectArchives } from '../store/archive-store.ts';

export const listArchives = ({ database }: ArchiveContext): Promise<ArchiveEntry[]> => selectArchives(database);

export const findArchive = ({ database }: ArchiveContext, archiveId: ArchiveId): Promise<ArchiveEntry | undefined> =>
  selectArchive(database, archiveId);

/** The parts of the package, to be put together again byte by byte. */
export async function findPackageEntries(context: ArchiveContext, entry: ArchiveEntry): Promise<PackageEntry[]> {
  const entries = await listEntries(context.database, entry.id);
  return entries.map(({ position, path, sha256, source }) => ({
    path,
    sha256,
    read: () =>
      'fileId' in source
        ? context.files.readFileBytes(source.fileId, originalBytesMax)
        : context.sealer.open({ ...source.sealed, context: sealContext(entry.id, position) }),
  }));
}
