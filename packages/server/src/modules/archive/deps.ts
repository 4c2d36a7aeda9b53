import type { Platform } from '../../platform/platform.ts';
import type { Claims } from '../claims/index.ts';
import type { Files } from '../files/index.ts';
import type { Invoices } from '../invoices/index.ts';
import type { Ledger } from '../ledger/index.ts';

export interface ArchiveDeps {
  files: Pick<Files, 'readFileBytes'>;
  invoices: Pick<Invoices, 'claiming' | 'listQuestions' | 'listCorrections'>;
  ledger: Pick<Ledger, 'readInstance'>;
  claims: Pick<Claims, 'accessForArchive' | 'markArchived'>;
}

export interface ArchiveContext extends Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer'>, ArchiveDeps {}
