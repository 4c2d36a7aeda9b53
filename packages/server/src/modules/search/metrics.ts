import { Counter, Gauge, Histogram, type Registry } from '../../platform/metrics.ts';

export interface SearchMetrics {
  /** Seconds between the newest event that was taken into the index and now; 0 where the index knows everything. */
  lag(seconds: number): void;
  indexed(events: number): void;
  fileRead(outcome: 'text' | 'none' | 'refused'): void;
  searched(what: 'search' | 'suggest', seconds: number): void;
}

export function createSearchMetrics(registry: Registry): SearchMetrics {
  const registers = [registry];
  const lag = new Gauge({
    name: 'search_index_lag_seconds',
    help: 'Age of the newest event in the index while others wait; 0 where none waits.',
    registers,
  });
  const events = new Counter({ name: 'search_indexed_events_total', help: 'Events taken into the index.', registers });
  const files = new Counter({
    name: 'search_files_read_total',
    help: 'Files whose content was looked at, by what came of it.',
    labelNames: ['outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'search_seconds',
    help: 'Time to answer a search.',
    labelNames: ['what'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 3],
    registers,
  });
  return {
    lag: (seconds) => lag.set(seconds),
    indexed: (count) => events.inc(count),
    fileRead: (outcome) => files.inc({ outcome }),
    searched: (what, seconds) => duration.observe({ what }, seconds),
  };
}
