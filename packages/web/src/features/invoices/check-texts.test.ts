import { describe, expect, it } from 'vitest';
import { checkIds, checkStatuses, checkTextsEn, checkTextsZh, describeCheck } from './check-texts.ts';
import { aCheck } from './testing/builders.ts';

describe.each([
  ['zh', checkTextsZh, /\p{Script=Han}/u],
  ['en', checkTextsEn, /^[A-Z][^\p{Script=Han}]+$/u],
])('texts of checks in %s', (_language, texts, script) => {
  it.each(checkIds)('%s has a name and an explanation for every result', (id) => {
    for (const status of checkStatuses) {
      expect(texts[id][status].name).toMatch(script);
      expect(texts[id][status].explanation).toMatch(script);
    }
  });

  it('never says the same of two results, so that nobody mistakes one for the other', () => {
    for (const id of checkIds) {
      expect(new Set(checkStatuses.map((status) => texts[id][status].name)).size).toBe(checkStatuses.length);
    }
  });
});

describe('describeCheck', () => {
  it('knows every check that the contract names', () => {
    for (const id of checkIds) expect(describeCheck(aCheck({ id }), checkTextsZh).name).not.toBe(id);
  });

  it('keeps what the server says of a check from the future', () => {
    const check = aCheck({ id: 'tax_office_confirms', status: 'warn', message: 'Not asked yet.' });
    expect(describeCheck(check, checkTextsZh)).toEqual({ name: 'tax_office_confirms', explanation: 'Not asked yet.' });
    expect(describeCheck(aCheck({ id: 'toString' }), checkTextsEn).name).toBe('toString');
  });
});
