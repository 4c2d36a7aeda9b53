import { describe, expect, it } from 'vitest';
import { splitSnippet } from './split-snippet.ts';

const read = (text: string, marks: [number, number][]) =>
  splitSnippet({ text, marks })
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');

describe('splitSnippet', () => {
  it('marks what was looked for and keeps every character', () => {
    expect(read('收入确认口径', [[2, 4]])).toBe('收入[确认]口径');
    expect(
      read('收入确认', [
        [0, 2],
        [2, 4],
      ]),
    ).toBe('[收入][确认]');
    expect(read('收入', [])).toBe('收入');
  });

  it('draws the text whatever the marks say', () => {
    expect(read('收入', [[1, 9]])).toBe('收入');
    expect(
      read('收入确认', [
        [2, 3],
        [0, 1],
      ]),
    ).toBe('收入[确]认');
    expect(read('', [[0, 1]])).toBe('');
  });
});
