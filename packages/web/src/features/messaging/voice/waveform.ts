import { waveformBars } from '@countinghouse/protocol';

const barMax = 100;

/** Loudness of a recording in bars even in time, the loudest at 100; silence is flat. `samples` are from -1 to 1. */
export function waveformOf(samples: Float32Array, bars = waveformBars): number[] {
  const width = samples.length / bars;
  const peaks = Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor(bar * width);
    const to = Math.max(from + 1, Math.floor((bar + 1) * width));
    let peak = 0;
    for (let at = from; at < to && at < samples.length; at++) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks);
  // Below this everything is noise of the microphone; it is not blown up to speech.
  if (loudest < 0.01) return peaks.map(() => 0);
  return peaks.map((peak) => Math.round((peak / loudest) * barMax));
}

/** `1:05` */
export function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
