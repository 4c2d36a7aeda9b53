import type { Registry } from '../../../platform/metrics.ts';

/** How often a histogram was observed, or the sum of a counter or gauge over its labels; 0 where it does not exist. */
export async function readMetric(metrics: Registry, name: string): Promise<number> {
  const values = (await metrics.getSingleMetric(name)?.get())?.values ?? [];
  const counts = values.filter((value) => 'metricName' in value && String(value.metricName).endsWith('_count'));
  return (counts.length > 0 ? counts : values).reduce((sum, value) => sum + value.value, 0);
}
