import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSteps } from './ctc.ts';

const ALPHABET = ['', 'a', 'b', 'c', ' '];

function scoresOf(path: readonly number[], confidence = 0.9): Float32Array {
  const scores = new Float32Array(path.length * ALPHABET.length).fill((1 - confidence) / (ALPHABET.length - 1));
  for (const [step, index] of path.entries()) scores[step * ALPHABET.length + index] = confidence;
  return scores;
}

function decode(path: readonly number[], offset = 0): ReturnType<typeof decodeSteps> {
  const scores = new Float32Array([...new Float32Array(offset).fill(0.5), ...scoresOf(path)]);
  return decodeSteps({ scores, offset, steps: path.length, classes: ALPHABET.length }, ALPHABET);
}

test('repeats are one character, and the blank separates equal ones', () => {
  const text = (path: number[]): string =>
    decode(path)
      .map((glyph) => glyph.char)
      .join('');
  expect(text([1, 1, 0, 1, 2, 2, 3])).toBe('aabc');
  expect(text([0, 0, 0])).toBe('');
});

test('a character stands in the middle of its steps', () => {
  expect(decode([0, 1, 1, 1, 0, 2]).map((glyph) => glyph.at)).toEqual([2.5, 5.5]);
});

test('a line of a batch is read from its own offset', () => {
  expect(decode([1, 0, 2], 10).map((glyph) => glyph.char)).toEqual(['a', 'b']);
});

test('the runner-up is kept where it is not negligible', () => {
  const scores = new Float32Array([0, 0.6, 0.3, 0.1, 0]);
  const [glyph] = decodeSteps({ scores, offset: 0, steps: 1, classes: 5 }, ALPHABET);
  expect(glyph?.char).toBe('a');
  expect(glyph?.runnerUp?.char).toBe('b');
  expect(glyph?.runnerUp?.confidence).toBeCloseTo(0.3);
});

test('characters come in reading order and lie within the line, whatever the network says', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4 }), { maxLength: 60 }), (path) => {
      const places = decode(path).map((glyph) => glyph.at);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      for (const at of places) expect(at > 0 && at < path.length).toBe(true);
    }),
  );
});

test('a rare Chinese character that loses to the blank fills the hole that it leaves', () => {
  const alphabet = ['', '上', '海', '朗', '岫', '会', '计', '师'];
  const path = [1, 0, 2, 0, 3, 0, 0, 0, 5, 0, 6, 0, 7];
  const scores = new Float32Array(path.length * alphabet.length);
  for (const [step, index] of path.entries()) scores[step * alphabet.length + index] = 0.9;
  const line = { scores, offset: 0, steps: path.length, classes: alphabet.length };
  const text = (): string =>
    decodeSteps(line, alphabet)
      .map(({ char }) => char)
      .join('');
  expect(text()).toBe('上海朗会计师');
  scores[6 * alphabet.length + 4] = 0.1;
  expect(text()).toBe('上海朗岫会计师');
  expect(decodeSteps(line, alphabet)[3]?.confidence).toBeCloseTo(0.1);
});
