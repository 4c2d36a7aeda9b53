import type { FileId } from '@countinghouse/protocol';
import type { Platform } from '../../platform/platform.ts';
import type { SearchMetrics } from './metrics.ts';
import type { KnownPeople } from './queries/known-people.ts';

/**
 * What is read of a file: its text, `none` where there is nothing to read, `refused` where it is hostile or broken, `stopped`
 * where the server ended meanwhile.
 */
export type FileReading = { kind: 'text'; text: string } | { kind: 'none' } | { kind: 'refused' } | { kind: 'stopped' };

/** Plugged in by `app`: bytes of a file that is known, and the text in them, read where a hostile file harms nobody. */
export interface FileTexts {
  read(file: { fileId: FileId; name: string; mediaType: string; sizeBytes: number }): Promise<FileReading>;
  /** Ends what runs. */
  close(): void;
}

export interface SearchContext extends Pick<Platform, 'database' | 'sealer' | 'clock' | 'log' | 'bus'> {
  metrics: SearchMetrics;
  fileTexts: FileTexts;
  people: KnownPeople;
}
