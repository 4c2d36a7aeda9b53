import { describe, expect, it } from 'vitest';
import { judgeTaxId } from './judge-tax-id.ts';

describe('a tax id', () => {
  it('is good with its check character, however it is typed', () => {
    expect(judgeTaxId('91310115MA1K4HY761')).toBe('good');
    expect(judgeTaxId(' 9131 0115 ma1k4hy761 ')).toBe('good');
    expect(judgeTaxId('９１３１０１１５ＭＡ１Ｋ４ＨＹ７６１')).toBe('good');
  });

  it('is doubtful with a wrong check character, a letter that no code has, or an unusual length', () => {
    expect(judgeTaxId('91310115MA1K4HY762')).toBe('doubtful');
    expect(judgeTaxId('91310115MA1K4HO761')).toBe('doubtful');
    expect(judgeTaxId('91310115MA1K4HY7612')).toBe('doubtful');
  });

  it('has no check character at 15 and 20 characters', () => {
    expect(judgeTaxId('310115123456789')).toBe('good');
    expect(judgeTaxId('31011512345678901234')).toBe('good');
  });

  it('is malformed with another length or other characters', () => {
    for (const typed of ['', '123', '91310115MA1K4HY76税', '9131011512345678901234']) {
      expect(judgeTaxId(typed), typed).toBe('malformed');
    }
  });
});
