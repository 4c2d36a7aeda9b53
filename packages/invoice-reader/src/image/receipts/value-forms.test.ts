import { describe, expect, it } from 'vitest';
import { placesOf } from '../ocr/line-forms.ts';
import { plateLetters } from './plate-letters.ts';
import { amountForms, dateForms, isoDate, moneyOf, plateForms, yearsOf } from './value-forms.ts';

const holds = (forms: readonly string[], text: string): boolean =>
  forms.some((form) => {
    const places = placesOf(form);
    return places.length === text.length && places.every((chars, i) => chars.includes(text.charAt(i)));
  });

describe('forms of printed values', () => {
  it('take the years in which a receipt of that code can have been used', () => {
    expect(yearsOf('144032370219')).toEqual(['2023', '2024', '2025', '2026', '2027']);
    expect(yearsOf(undefined)).toEqual(['20[0123]#']);
  });

  it('hold dates with every mark, but no day or month that does not exist', () => {
    const years = ['2024'];
    expect(holds(dateForms('2024年81月89日', years), '2024年01月09日')).toBe(true);
    expect(holds(dateForms('2024-01-09', years), '2024-01-09')).toBe(true);
    expect(holds(dateForms('2024/01/09', years), '2024/01/09')).toBe(true);
    expect(holds(dateForms('2024-01-09', years), '2024-13-09')).toBe(false);
    expect(isoDate('2023年02月30日')).toBeUndefined();
  });

  it('hold plates of petrol and of new-energy cars, with and without the province', () => {
    expect(holds(plateForms('BA10976', 'B'), 'BA10976')).toBe(true);
    expect(holds(plateForms('8C20850', 'B'), 'BC20850')).toBe(true);
    expect(holds(plateForms('京B·N1234', undefined), '京B·N1234')).toBe(true);
    expect(holds(plateForms('EDQ4018', 'B'), 'EDQ4018')).toBe(false);
  });

  it('know the letter of the city from the code', () => {
    expect(plateLetters('144032370219')).toBe('B');
    expect(plateLetters('142012060211')).toBe('A');
    expect(plateLetters('111002361011')).toBeUndefined();
  });

  it('read money with and without its marks', () => {
    for (const text of ['¥58.00元', '103.00元', '¥7.50']) expect(holds(amountForms(text), text)).toBe(true);
    expect(moneyOf('¥47.5元')).toBe('47.50');
  });
});
