export interface Sample {
  elapsedMs: number;
  cpuMs: number;
}

export interface Summary {
  count: number;
  medianMs: number;
  p95Ms: number;
  serverCpuMedianMs: number;
}

/** The value below which this share of the values lies, by the nearest-rank method. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function summarize(samples: readonly Sample[]): Summary {
  const elapsed = samples.map((sample) => sample.elapsedMs);
  return {
    count: samples.length,
    medianMs: Math.round(percentile(elapsed, 0.5)),
    p95Ms: Math.round(percentile(elapsed, 0.95)),
    serverCpuMedianMs: Math.round(
      percentile(
        samples.map((sample) => sample.cpuMs),
        0.5,
      ),
    ),
  };
}
