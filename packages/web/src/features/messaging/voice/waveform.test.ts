import { Voice, waveformBars } from '@countinghouse/protocol';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { clockOf, waveformOf } from './waveform.ts';

const tone = (length: number, loudness: (at: number) => number) =>
  Float32Array.from({ length }, (_, at) => Math.sin(at) * loudness(at));

test('a recording that grows louder rises in its bars to 100, in the form of the contract', () => {
  const waveform = waveformOf(tone(48_000, (at) => at / 48_000));
  expect(waveform).toHaveLength(waveformBars);
  expect(waveform.at(-1)).toBe(100);
  expect([...waveform].sort((a, b) => a - b)).toEqual(waveform);
  expect(Value.Check(Voice, { durationMs: 1000, waveform })).toBe(true);
});

test('silence is flat and a recording of fewer samples than bars still has them all', () => {
  expect(new Set(waveformOf(new Float32Array(1000)))).toEqual(new Set([0]));
  expect(waveformOf(Float32Array.of(0.5, -1))).toHaveLength(waveformBars);
});

test('lengths are told in minutes and seconds', () => {
  expect([0, 999, 65_000, 300_000].map(clockOf)).toEqual(['0:00', '0:01', '1:05', '5:00']);
});
