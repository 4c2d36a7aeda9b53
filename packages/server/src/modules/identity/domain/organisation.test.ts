import { expect, test } from 'vitest';
import { cleanName, cleanTaxId } from './organisation.ts';

test('a tax id is kept in the form that invoices print', () => {
  expect(cleanTaxId(' 9131 0115-ma1k4hy761 ')).toBe('91310115MA1K4HY761');
  expect(cleanTaxId('９１３１０１１５ＭＡ１Ｋ４ＨＹ７６１')).toBe('91310115MA1K4HY761');
  expect(cleanTaxId('310115123456789')).toBe('310115123456789');
});

test('what cannot be a tax id is refused by name', () => {
  for (const typed of ['', '123', '91310115MA1K4HY7610000', '9131011５税号MA1K4HY76']) {
    expect(() => cleanTaxId(typed), typed).toThrow(expect.objectContaining({ refusal: 'tax_id_malformed' }));
  }
});

test('names lose the space around them', () => {
  expect(cleanName({ zh: ' 审计一部 ' })).toEqual({ zh: '审计一部' });
  expect(cleanName({ zh: '税务部', en: ' Tax ' })).toEqual({ zh: '税务部', en: 'Tax' });
});
