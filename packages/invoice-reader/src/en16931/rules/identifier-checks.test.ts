import { describe, expect, test } from 'vitest';
import {
  isAustralianBusiness,
  isBelgianEnterprise,
  isDanishCvr,
  isGln,
  isIban,
  isItalianFiscalCode,
  isItalianOffice,
  isItalianVat,
  isNorwegianOrganisation,
  isSwedishOrganisation,
} from './identifier-checks.ts';

describe('identifiers with check digits', () => {
  test.each([
    ['IBAN', isIban, 'DE75 5121 0800 1245 1261 99', 'DE75 5121 0800 1245 1261 98'],
    ['IBAN of letters', isIban, 'GB82WEST12345698765432', 'GB82WEST12345698765423'],
    ['GLN', isGln, '7300010000001', '7300010000010'],
    ['Norwegian organisation', isNorwegianOrganisation, '123456785', '123456784'],
    ['Danish CVR', isDanishCvr, 'DK12345678', 'DK1234567'],
    ['Belgian enterprise', isBelgianEnterprise, '0202239951', '0202239952'],
    ['Italian office', isItalianOffice, 'UFY9MH', 'UFY9M'],
    ['Italian person', isItalianFiscalCode, 'RSSMRA85M01H501Z', 'RSSMRA85M01H501'],
    ['Italian company', isItalianFiscalCode, '01234567897', '0123456789'],
    ['Italian VAT', isItalianVat, 'IT01234567897', 'IT01234567890'],
    ['Swedish organisation', isSwedishOrganisation, '2021005489', '2021005488'],
    ['Australian business', isAustralianBusiness, '51824753556', '51824753557'],
  ])('%s', (_, isRight, right, wrong) => {
    expect(isRight(right)).toBe(true);
    expect(isRight(wrong)).toBe(false);
    expect(isRight('')).toBe(isRight === isItalianVat);
  });
});
