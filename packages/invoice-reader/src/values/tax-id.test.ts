import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTaxId, taxIdCheckCharacter } from './tax-id.ts';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const body = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 }).map((parts) => parts.join(''));

describe('a tax id of 18 characters', () => {
  it('of a real firm passes', () => {
    expect(['91320594769869645C', '91330106MA7GAL1299', '911201163409833307'].map(judgeTaxId)).toEqual(
      Array.from({ length: 3 }, () => 'valid'),
    );
  });

  it('with its own check character passes, with any other does not', () => {
    fc.assert(
      fc.property(body, fc.constantFrom(...ALPHABET), (start, last) => {
        const own = taxIdCheckCharacter(start);
        fc.pre(!/^\d{17}$/.test(start));
        expect(judgeTaxId(`${start}${last}`)).toBe(last === own ? 'valid' : 'wrong_check_character');
      }),
    );
  });

  it('with two neighbours swapped is noticed', () => {
    fc.assert(
      fc.property(body, fc.nat(15), (start, index) => {
        const swapped = `${start.slice(0, index)}${start[index + 1]}${start[index]}${start.slice(index + 2)}`;
        fc.pre(swapped !== start);
        expect(taxIdCheckCharacter(swapped)).not.toBe(taxIdCheckCharacter(start));
      }),
    );
  });

  it('may be a personal id', () => {
    expect(judgeTaxId('11010519491231002X')).toBe('valid');
    expect(judgeTaxId('110105194912310021')).toBe('wrong_check_character');
  });
});

describe('other tax ids', () => {
  it('of 15 or 20 characters are accepted without a check character', () => {
    expect(judgeTaxId('320594769869645')).toBe('no_check_character');
    expect(judgeTaxId('92330781MA2EDMFU5012')).toBe('no_check_character');
  });

  it('with stars or of odd length are malformed', () => {
    expect(judgeTaxId('91xxxxxxxxxxxxxxxx3')).toBe('malformed');
    expect(judgeTaxId('9111000007311')).toBe('malformed');
  });
});
