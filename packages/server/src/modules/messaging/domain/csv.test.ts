import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('what a spreadsheet would take for a formula stays text', () => {
  for (const text of ['=1+1', '+1', '-2', '@SUM(A1)', ' =1', '\t=1', '\r=1', '\n=1']) {
    expect(csvOf([[text]])).toMatch(/^\uFEFF"?'/);
  }
  expect(csvOf([['王敏', 'a-b', '']])).toBe('\uFEFF王敏,a-b,\r\n');
});

test('commas, quotes and line ends stay inside their cell', () => {
  expect(csvOf([['a,b', 'say "hi"', 'one\ntwo']])).toBe('\uFEFF"a,b","say ""hi""","one\ntwo"\r\n');
});
