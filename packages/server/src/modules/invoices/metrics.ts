import { Counter, Histogram, type Registry } from '../../platform/metrics.ts';

export interface InvoicesMetrics {
  /** A file was read; seconds from the start of reading to the changed card. */
  read(outcome: 'invoices' | 'not_invoice' | 'refused', seconds: number): void;
}

export function createInvoicesMetrics(registry: Registry): InvoicesMetrics {
  const files = new Counter({
    name: 'invoices_files_read_total',
    help: 'Files read, by what they turned out to be.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'invoices_reading_seconds',
    help: 'From the start of reading to the changed card.',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40],
    registers: [registry],
  });
  return {
    read: (outcome, seconds) => {
      files.inc({ outcome });
      duration.observe(seconds);
    },
  };
}
