import { Refusal } from '@countinghouse/protocol';
import { Counter, Histogram, type Registry } from '../../platform/metrics.ts';

export interface FilesMetrics {
  /** Something was made from a file for people to look at; `failure` where it was not. */
  derived(kind: 'thumbnail' | 'pdf', seconds: number, failure?: unknown): void;
}

export function createFilesMetrics(registry: Registry): FilesMetrics {
  const derived = new Counter({
    name: 'files_derived_total',
    help: 'Thumbnails drawn and Office files converted, and why not.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'files_deriving_seconds',
    help: 'From the first look at a thumbnail or preview until it is kept, with waiting.',
    labelNames: ['kind'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    registers: [registry],
  });
  return {
    derived: (kind, seconds, failure) => {
      derived.inc({ kind, outcome: failure === undefined ? 'made' : outcomeOf(failure) });
      if (failure === undefined) duration.observe({ kind }, seconds);
    },
  };
}

const outcomeOf = (failure: unknown): string =>
  failure instanceof Refusal ? (failure.params.reason ?? failure.refusal) : 'fault';
