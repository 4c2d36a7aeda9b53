import type { FileId } from '@countinghouse/protocol';
import type { SearchContext } from '../context.ts';
import { claimFile, countFault, findClaimed, keepReading, releaseClaim } from '../store/file-reading-store.ts';
import { refreshFiles } from './index-batch.ts';

/** A file at which reading twice met a fault of the server is not tried again. */
const attemptsMax = 2;

export type FileReadingContext = Pick<SearchContext, 'database' | 'clock' | 'metrics' | 'log' | 'fileTexts'>;

/** Reads the text of the newest file that waits for it; false where none waits. */
export async function readNextFile(context: FileReadingContext): Promise<boolean> {
  const { database, clock, metrics, log } = context;
  const file = await claimFile(database, clock.now());
  if (!file) return false;
  try {
    const reading = file.attempts >= attemptsMax ? { kind: 'refused' as const } : await context.fileTexts.read(file);
    if (reading.kind === 'stopped') {
      // Says nothing about the file: whoever comes next begins anew.
      await releaseClaim(database, file.fileId);
      return false;
    }
    const outcome =
      reading.kind === 'text'
        ? { state: 'read' as const, content: reading.text }
        : { state: reading.kind, content: '' };
    metrics.fileRead(reading.kind);
    await keepOutcome(context, file.fileId, outcome);
  } catch (error) {
    log.warn({ err: error, fileId: file.fileId }, 'a file could not be read for the search index');
    // Tried again once its claim is old.
    await countFault(database, file.fileId);
  }
  return true;
}

const keepOutcome = (
  { database }: Pick<SearchContext, 'database'>,
  fileId: FileId,
  outcome: { state: 'read' | 'none' | 'refused'; content: string },
): Promise<void> =>
  database.transaction(async (tx) => {
    // It may have been recalled meanwhile.
    if (!(await findClaimed(tx, fileId))) return;
    await keepReading(tx, fileId, outcome);
    await refreshFiles(tx, [{ fileId }]);
  });
