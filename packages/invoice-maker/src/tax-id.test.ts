import { describe, expect, it } from 'vitest';
import { makeTaxId, taxIdCheckCharacter } from './tax-id.ts';

describe('unified social credit codes', () => {
  it('have the check character of the example in GB 32100-2015', () => {
    expect(taxIdCheckCharacter('91350100M000100Y4')).toBe('3');
  });

  it('contain an organisation code that checks as well', () => {
    expect(makeTaxId({ division: '350100', body: 'M000100Y' })).toBe('91350100M000100Y43');
  });

  it('refuse letters that the standard leaves out', () => {
    expect(() => taxIdCheckCharacter('91350100M000100I4')).toThrow(RangeError);
  });
});
