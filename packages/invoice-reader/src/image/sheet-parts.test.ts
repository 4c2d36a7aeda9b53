import { describe, expect, test } from 'vitest';
import type { FoundQr } from './qr-code.ts';
import { sheetParts } from './sheet-parts.ts';
import { aLine } from './testing/page-builder.ts';

function aCode(payload: string, top: number, left = 50): FoundQr {
  return { payload, box: { left, top, right: left + 100, bottom: top + 100 }, quarters: 0 };
}

const upper = aLine({ text: '发票号码：11111111', x: 300, y: 60 });
const lower = aLine({ text: '发票号码：22222222', x: 300, y: 860 });

describe('a sheet', () => {
  test('with one code, or none, is one part', () => {
    expect(sheetParts([upper, lower], [])).toEqual([{ lines: [upper, lower], code: undefined }]);
    const code = aCode('a', 50);
    expect(sheetParts([upper, lower], [code])).toEqual([{ lines: [upper, lower], code }]);
  });

  test('with two codes one above the other is parted above the second', () => {
    const codes = [aCode('b', 850), aCode('a', 50)];
    const parts = sheetParts([lower, upper], codes);
    expect(parts.map((part) => [part.code?.payload, part.lines])).toEqual([
      ['a', [upper]],
      ['b', [lower]],
    ]);
  });

  test('that repeats a code, or has a second one close by, is not parted', () => {
    expect(sheetParts([upper, lower], [aCode('a', 50), aCode('a', 850)])).toHaveLength(1);
    expect(sheetParts([upper, lower], [aCode('a', 50), aCode('b', 60, 700)])).toHaveLength(1);
  });

  test('loses no line', () => {
    const parts = sheetParts([upper, lower], [aCode('a', 50), aCode('b', 850)]);
    expect(parts.flatMap((part) => part.lines)).toHaveLength(2);
  });
});
