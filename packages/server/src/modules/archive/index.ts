import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import type { ArchiveContext, ArchiveDeps } from './deps.ts';
import { registerArchiveRoutes } from './routes.ts';

export type { ArchiveDeps } from './deps.ts';

export interface Archive {
  registerRoutes(app: FastifyInstance): void;
}

export function createArchive(
  { database, clock, newId, sealer }: Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer'>,
  deps: ArchiveDeps,
): Archive {
  const context: ArchiveContext = { database, clock, newId, sealer, ...deps };
  return { registerRoutes: (app) => registerArchiveRoutes(app, context) };
}
