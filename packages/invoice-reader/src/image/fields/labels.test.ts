import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPage } from '../testing/page-builder.ts';
import { findLabels, isCipher, nearestMatch, rightOf, textOf } from './labels.ts';

describe('a label', () => {
  test('is found with characters lost, added or misread', () => {
    expect(nearestMatch('纳税人别号:9131', '纳税人识别号')).toEqual({ start: 0, end: 5, errors: 1 });
    expect(nearestMatch('X纳程人识别导:', '纳税人识别号')?.errors).toBe(2);
    expect(nearestMatch('', '名称')).toBeUndefined();
  });

  test('that stands in the text is found there without an error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
        const match = nearestMatch(`${before}开票日期${after}`, '开票日期');
        expect(match?.errors).toBe(0);
      }),
    );
  });
});

describe('the value right of a label', () => {
  const valueAfter = (...texts: Parameters<typeof aPage>[0]): string => {
    const [label] = findLabels(aPage(texts).lines, /称:/);
    if (label === undefined) throw new Error('no label');
    return textOf(rightOf(label));
  };

  test('may stand apart from it, and ends at a wide gap', () => {
    expect(
      valueAfter({ text: '称：', x: 100, y: 50 }, { text: '某公司', x: 200, y: 51 }, { text: '订单号', x: 500, y: 49 }),
    ).toBe('某公司');
  });

  test('does not run into the cipher area or its upright caption', () => {
    expect(valueAfter({ text: '称：某公司', x: 100, y: 50 }, { text: '密', x: 185, y: 50 })).toBe('某公司');
    expect(valueAfter({ text: '称：某公司', x: 100, y: 50 }, { text: '48+6<4>979/96*840', x: 185, y: 50 })).toBe(
      '某公司',
    );
  });

  test('of another line is not taken', () => {
    expect(valueAfter({ text: '称：', x: 100, y: 50 }, { text: '地址', x: 200, y: 75 })).toBe('');
  });
});

test('a cipher line is told from ids and account numbers', () => {
  expect(isCipher('48+6<4>979/96*840<+42+/05+2')).toBe(true);
  expect(isCipher('91500112MA5U3W6J0L')).toBe(false);
  expect(isCipher('0531-88888888')).toBe(false);
});
