import { percentile } from '../card/summary.ts';

export interface TimeSummary {
  count: number;
  p50Ms: number;
  p95Ms: number;
  longestMs: number;
}

export const summarise = (ms: readonly number[]): TimeSummary => ({
  count: ms.length,
  p50Ms: tenth(percentile(ms, 0.5)),
  p95Ms: tenth(percentile(ms, 0.95)),
  longestMs: tenth(Math.max(...ms)),
});

/** A frame that takes longer is seen as a jerk. */
export const frameMsMax = 50;

export interface FrameSummary {
  frames: number;
  seconds: number;
  p95Ms: number;
  longestMs: number;
  over50: number;
  over50Share: number;
}

/** From the times at which frames began. */
export function summariseFrames(startsMs: readonly number[]): FrameSummary {
  const lengths = startsMs.slice(1).map((start, place) => start - (startsMs[place] ?? start));
  const over50 = lengths.filter((ms) => ms > frameMsMax).length;
  return {
    frames: lengths.length,
    seconds: tenth(((startsMs.at(-1) ?? 0) - (startsMs[0] ?? 0)) / 1000),
    p95Ms: tenth(percentile(lengths, 0.95)),
    longestMs: tenth(Math.max(...lengths)),
    over50,
    over50Share: Math.round((over50 / Math.max(1, lengths.length)) * 10_000) / 10_000,
  };
}

export const tenth = (value: number): number => Math.round(value * 10) / 10;

export interface Target {
  name: string;
  value: number;
  max: number;
  unit: string;
  isMet: boolean;
}

export const target = (name: string, value: number, max: number, unit: string): Target => ({
  name,
  value,
  max,
  unit,
  isMet: value <= max,
});
