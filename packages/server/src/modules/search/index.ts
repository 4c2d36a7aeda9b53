import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import { createRateLimit } from '../../platform/rates/rate-limit.ts';
import type { FileTexts, SearchContext } from './context.ts';
import { Indexer, type IndexerLimits, indexerLimitsDefault } from './indexing/indexer.ts';
import { createSearchMetrics } from './metrics.ts';
import { KnownPeople } from './queries/known-people.ts';
import { registerSearchRoutes, type SearchLimits, searchLimitsDefault } from './routes.ts';

export type { FileReading, FileTexts } from './context.ts';

export interface Search {
  registerRoutes(app: FastifyInstance): void;
  /** Begins to follow the logs. */
  start(): void;
  stop(): Promise<void>;
  /** Takes in all that there is now; for tests and measurements. */
  catchUp(): Promise<void>;
}

export interface SearchOptions {
  limits?: Partial<SearchLimits>;
  indexer?: Partial<IndexerLimits>;
}

export function createSearch(platform: Platform, fileTexts: FileTexts, options: SearchOptions = {}): Search {
  const context: SearchContext = {
    database: platform.database,
    sealer: platform.sealer,
    clock: platform.clock,
    log: platform.log.child({ module: 'search' }),
    bus: platform.bus,
    metrics: createSearchMetrics(platform.metrics),
    fileTexts,
    people: new KnownPeople(),
  };
  const limits = { ...searchLimitsDefault, ...options.limits };
  const demandTurn = createRateLimit(platform, { name: 'search', burst: limits.burst, perSecond: limits.perSecond });
  const indexer = new Indexer(context, { ...indexerLimitsDefault, ...options.indexer });
  return {
    registerRoutes: (app) => registerSearchRoutes(app, context, { limits, demandTurn }),
    start: () => indexer.start(),
    stop: async () => {
      fileTexts.close();
      await indexer.stop();
    },
    catchUp: () => indexer.catchUp(),
  };
}
