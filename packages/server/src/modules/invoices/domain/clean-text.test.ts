import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanDeep, cleanText, clip } from './clean-text.ts';

test('I3: what PostgreSQL cannot keep is taken out, and nothing is longer than its limit', () => {
  expect(cleanText('a\u0000b\uD800c')).toBe('ab\uFFFDc');
  expect(cleanDeep({ fields: [{ value: '\u0000' }], count: 3, none: null })).toEqual({
    fields: [{ value: '' }],
    count: 3,
    none: null,
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
      const clean = cleanText(text);
      expect(clean.isWellFormed() && !clean.includes('\u0000')).toBe(true);
      expect(clean.length).toBeLessThanOrEqual(2_000);
    }),
  );
});

test('I3: clipping cuts between characters', () => {
  expect([clip('😀😀😀', 3), clip('😀😀😀', 4)]).toEqual(['😀…', '😀…']);
  expect(clip('发票', 2)).toBe('发票');
});
