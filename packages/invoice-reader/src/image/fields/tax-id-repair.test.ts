import { expect, test } from 'vitest';
import { hasOrganisationCheck, repairTaxId } from './tax-id-repair.ts';

const VALID = [
  '91500112MA5U3W6J0L',
  '91370800076980412L',
  '91110302562134916R',
  '911201163409833307',
  '12510000450717578Y',
];

test('a valid id stays as it is', () => {
  for (const id of VALID) expect(repairTaxId(id)).toEqual({ value: id, verdict: 'valid' });
});

test('the organisation code inside a valid id has its own check character', () => {
  for (const id of VALID) expect(hasOrganisationCheck(id)).toBe(true);
});

test('letters outside the alphabet are the figures they look like', () => {
  expect(repairTaxId('9I500112MA5U3W6JOL')).toEqual({ value: '91500112MA5U3W6J0L', verdict: 'valid' });
});

test('one confused character is put right where exactly one candidate passes both checks', () => {
  expect(repairTaxId('91370B00076980412L')).toEqual({ value: '91370800076980412L', verdict: 'repaired' });
  expect(repairTaxId('9111030256213A916R')).toEqual({ value: '91110302562134916R', verdict: 'repaired' });
});

test('a repaired id always passes the check, and two wrong characters are never guessed', () => {
  for (const id of VALID) {
    for (let at = 8; at < 17; at++) {
      const wrong = `${id.slice(0, at)}${id[at] === '3' ? '8' : '3'}${id.slice(at + 1)}`;
      const repair = repairTaxId(wrong);
      if (repair.verdict === 'wrong') expect(repair.value).toBe(wrong);
      else expect(repairTaxId(repair.value).verdict).toBe('valid');
    }
  }
});

test('a character read twice is dropped where that is the only way to a valid id', () => {
  expect(repairTaxId('991370800076980412L').value).toBe('91370800076980412L');
});

test('forms without a check character are told apart from wrong ids', () => {
  expect(repairTaxId('410305123456789').verdict).toBe('unchecked');
  expect(repairTaxId('4410305123456789')).toEqual({ value: '410305123456789', verdict: 'wrong' });
  expect(repairTaxId('91011111AA2AAAAA00').verdict).toBe('wrong');
  expect(repairTaxId('9137').verdict).toBe('wrong');
});
