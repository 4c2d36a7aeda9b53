import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeReadingRefusal, readingRefusalCodes, readingRefusalsEn, readingRefusalsZh } from './refusal-texts.ts';

/** The reader's own list. The client does not import the reader, so the two are held together here. */
function codesOfReader(): string[] {
  const source = readFileSync(new URL('../../../../invoice-reader/src/reading.ts', import.meta.url), 'utf8');
  const [, list = ''] = /export const refusalCodes = \[([^\]]+)\]/.exec(source) ?? [];
  return [...list.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
}

describe('texts of refused files', () => {
  it('cover every refusal of the reader, and none that it does not have', () => {
    expect(codesOfReader().toSorted()).toEqual([...readingRefusalCodes].toSorted());
  });

  it('say in both languages what was found and what to do', () => {
    for (const code of [...readingRefusalCodes, 'other'] as const) {
      expect(readingRefusalsZh[code].found).toMatch(/\p{Script=Han}.*。$/u);
      expect(readingRefusalsZh[code].advice).toMatch(/\p{Script=Han}.*。$/u);
      expect(readingRefusalsEn[code].found).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u);
      expect(readingRefusalsEn[code].advice).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u);
    }
  });

  it('have a sentence for a code from the future and for none', () => {
    expect(describeReadingRefusal('planet_unknown', readingRefusalsZh)).toBe(readingRefusalsZh.other);
    expect(describeReadingRefusal(null, readingRefusalsEn)).toBe(readingRefusalsEn.other);
  });
});
