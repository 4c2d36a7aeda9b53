import { search as endpoints, Refusal } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import type { DemandTurn } from '../../platform/rates/rate-limit.ts';
import type { Rate } from '../../platform/rates/token-bucket.ts';
import type { Subject } from '../../platform/rights/index.ts';
import type { SearchContext } from './context.ts';
import { searchAll } from './queries/search.ts';
import { suggest } from './queries/suggest.ts';

/** A person types a few searches in a second; a program that reads everything through the search is slowed down. */
export interface SearchLimits extends Rate {
  /** Searches of all people that run at once; the database has other things to do. */
  runningMax: number;
  /** More that wait are told to come again. */
  waitingMax: number;
}

export const searchLimitsDefault: SearchLimits = { burst: 40, perSecond: 8, runningMax: 4, waitingMax: 100 };

export function registerSearchRoutes(
  app: FastifyInstance,
  context: SearchContext,
  { limits, demandTurn }: { limits: SearchLimits; demandTurn: DemandTurn },
): void {
  const gate = createGate(limits);
  const guarded = async <Result>(what: 'search' | 'suggest', subject: Subject, work: () => Promise<Result>) => {
    demandTurn(subject.userId);
    const startedMs = performance.now();
    const result = await gate(work);
    context.metrics.searched(what, (performance.now() - startedMs) / 1000);
    return result;
  };
  serve(app, endpoints.search, async ({ subject, query }) => ({
    groups: await guarded('search', subject, () => searchAll(context, { subject, query })),
  }));
  serve(app, endpoints.suggest, async ({ subject, query }) => ({
    hits: await guarded('suggest', subject, () => suggest(context, { subject, q: query.q, limit: query.limit })),
  }));
}

/** Lets so many run at once; the others wait in their order, up to a number. */
function createGate({
  runningMax,
  waitingMax,
}: SearchLimits): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) throw new Refusal('server_busy', 'too many searches wait');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // The turn is handed on, so that nobody comes between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
