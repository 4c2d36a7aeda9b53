import { Counter, Gauge, type Registry } from '../metrics.ts';

export type GapReason = 'interrupted' | 'away' | 'missing' | 'silent';

export interface BusMetrics {
  connected: Gauge;
  hintsPublished: Counter;
  hintsReceived: Counter;
  bytesPublished: Counter;
  bytesReceived: Counter;
  backlogBytes: Gauge;
  gaps: Counter<'reason'>;
  divided: Counter;
  dropped: Counter<'reason'>;
  refused: Counter<'reason'>;
}

export function createBusMetrics(registry: Registry): BusMetrics {
  const registers = [registry];
  return {
    connected: new Gauge({ name: 'bus_connected', help: 'Whether NATS is reached: 1 or 0.', registers }),
    hintsPublished: new Counter({ name: 'bus_hints_published_total', help: 'Hints to other processes.', registers }),
    hintsReceived: new Counter({ name: 'bus_hints_received_total', help: 'Hints of other processes.', registers }),
    bytesPublished: new Counter({ name: 'bus_published_bytes_total', help: 'Bytes sent to NATS.', registers }),
    bytesReceived: new Counter({ name: 'bus_received_bytes_total', help: 'Bytes taken from NATS.', registers }),
    backlogBytes: new Gauge({ name: 'bus_backlog_bytes', help: 'Bytes that NATS has not taken yet.', registers }),
    gaps: new Counter({
      name: 'bus_gaps_total',
      help: 'Times that hints of others may have been lost: interrupted, away, missing (a number), silent (a process).',
      labelNames: ['reason'],
      registers,
    }),
    divided: new Counter({
      name: 'bus_divided_hints_total',
      help: 'Hints that were bigger than one piece may be.',
      registers,
    }),
    dropped: new Counter({
      name: 'bus_dropped_hints_total',
      help: 'Hints that other processes never get, and pull instead: away (NATS is not reached), too_big.',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Counter({
      name: 'bus_refused_envelopes_total',
      help: 'What came and was not used: foreign (another master key, or not ours), repeated.',
      labelNames: ['reason'],
      registers,
    }),
  };
}
