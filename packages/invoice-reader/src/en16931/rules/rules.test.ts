import { describe, expect, test } from 'vitest';
import type { En16931Invoice } from '../model.ts';
import { validateEn16931 } from './index.ts';
import { FAMILIES_NOT_IMPLEMENTED, NOT_IMPLEMENTED } from './not-implemented.ts';
import { implementedRuleIds } from './rule-registry.ts';
import { anInvoice, first } from './testing/a-valid-invoice.ts';
import {
  aBasicWlInvoice,
  aCiiInvoice,
  aCiiXrechnung,
  aCleanVehicleInvoice,
  aMinimumInvoice,
  anExtendedInvoice,
  anExtendedXrechnung,
  anInvoiceOf,
  anXrechnung,
  aPeppolInvoice,
} from './testing/invoice-variants.ts';
import { EN16931_IDS, FACTURX_EXTENDED_IDS, PEPPOL_IDS, XRECHNUNG_IDS } from './testing/official-rule-ids.ts';
import { spoiledCiusInvoices } from './testing/spoiled-cius.ts';
import { eur, spoiledInvoices } from './testing/spoiled-invoices.ts';
import { spoiledVatInvoices } from './testing/spoiled-vat.ts';

const rulesOf = (invoice: En16931Invoice): string[] => validateEn16931(invoice).map(({ rule }) => rule);
const allSpoiled = [...spoiledInvoices, ...spoiledVatInvoices, ...spoiledCiusInvoices];

describe('a valid invoice breaks no rule', () => {
  test.each([
    ['UBL', anInvoice],
    ['CII', aCiiInvoice],
    ['XRechnung in UBL', anXrechnung],
    ['XRechnung in CII', aCiiXrechnung],
    ['the XRechnung extension', anExtendedXrechnung],
    ['XRechnung for clean vehicles', aCleanVehicleInvoice],
    ['Peppol BIS 3', aPeppolInvoice],
    ['Factur-X EXTENDED', anExtendedInvoice],
    ['Factur-X BASIC WL', aBasicWlInvoice],
    ['Factur-X MINIMUM', aMinimumInvoice],
  ])('in %s', (_, build) => {
    expect(validateEn16931(build())).toEqual([]);
  });

  test.each(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'])('of VAT category %s', (code) => {
    expect(validateEn16931(anInvoiceOf(code, 'UBL Invoice'))).toEqual([]);
    expect(validateEn16931(anInvoiceOf(code, 'CII'))).toEqual([]);
  });
});

describe('an invoice that breaks a rule is told which', () => {
  test.each(allSpoiled.map((each, index) => [each.rule, index, each] as const))(
    '%s (%i)',
    (rule, _, { start, spoil }) => {
      const invoice = start();
      spoil(invoice);
      const found = validateEn16931(invoice).filter((finding) => finding.rule === rule);
      expect(found.length).toBeGreaterThan(0);
      for (const { message } of found) expect(message).toMatch(/^\S.*\.$/);
    },
  );
});

describe('the list of rules is complete', () => {
  const implemented = new Set(implementedRuleIds());
  const official = [...EN16931_IDS, ...XRECHNUNG_IDS, ...PEPPOL_IDS, ...FACTURX_EXTENDED_IDS];

  test('every published rule is checked, or left out with a reason', () => {
    expect(official.filter((id) => !implemented.has(id) && !(id in NOT_IMPLEMENTED))).toEqual([]);
  });

  test('no rule is called left out that is checked, or that nobody published', () => {
    const known = new Set(official);
    expect(Object.keys(NOT_IMPLEMENTED).filter((id) => implemented.has(id) || !known.has(id))).toEqual([]);
    const families = Object.keys(FAMILIES_NOT_IMPLEMENTED);
    expect([...implemented].filter((id) => families.some((prefix) => id.startsWith(prefix)))).toEqual([]);
  });

  test('no rule is checked that nobody published, but for our two on data types', () => {
    const known = new Set(official);
    expect([...implemented].filter((id) => !known.has(id))).toEqual(['XSD-DATE', 'XSD-DECIMAL']);
  });

  test('every checked rule has an example that breaks it', () => {
    const shown = new Set(allSpoiled.map(({ rule }) => rule));
    expect([...implemented].filter((id) => !shown.has(id))).toEqual([]);
  });
});

describe('profiles', () => {
  test('MINIMUM and BASIC WL are not asked for lines, but for what they have', () => {
    const minimum = aMinimumInvoice();
    minimum.totals.amountWithVat = eur('239.00');
    expect(rulesOf(minimum)).toEqual(['BR-CO-15']);
    const basicWl = aBasicWlInvoice();
    basicWl.totals.amountWithoutVat = eur('199.00');
    expect(rulesOf(basicWl)).toContain('BR-CO-13');
  });

  test('ZUGFeRD 1 is not judged by a younger standard', () => {
    const findings = validateEn16931({ ...anInvoice(), syntax: 'ZUGFeRD 1', lines: [], totals: undefined });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['ZUGFERD-1', 'warning']]);
  });

  test.each([
    ['Peppol rejects', aPeppolInvoice, 'fatal'],
    ['XRechnung only warns of', anXrechnung, 'warning'],
  ])('%s a line that is not quantity × price', (_, make, severity) => {
    const invoice = make();
    Object.assign(first(invoice.lines).price ?? {}, { netPrice: eur('10.10'), grossPrice: eur('12.10') });
    const found = validateEn16931(invoice).map((finding) => [finding.rule, finding.severity]);
    expect(found).toEqual([['PEPPOL-EN16931-R120', severity]]);
  });

  test('XRechnung in CII may leave out the VAT total of an invoice without VAT', () => {
    const invoice = { ...aCiiXrechnung(), taxTotals: [] };
    expect(rulesOf(invoice)).not.toContain('PEPPOL-EN16931-R053');
    expect(rulesOf({ ...invoice, syntax: 'UBL Invoice' })).toContain('PEPPOL-EN16931-R053');
  });

  test('EXTENDED forgives a cent for each amount in a total', () => {
    const invoice = anExtendedInvoice();
    invoice.totals.sumOfLines = eur('196.02');
    invoice.totals.amountWithoutVat = eur('200.02');
    expect(rulesOf(invoice)).toEqual([]);
    invoice.profile = 'EN 16931';
    expect(rulesOf(invoice)).toContain('BR-CO-10');
  });

  test('EXTENDED lets a group line leave out what is priced', () => {
    const invoice = anExtendedInvoice();
    const group = invoice.lines[2];
    Object.assign(group ?? {}, { quantity: undefined, price: undefined, vat: [] });
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('a line split by exemption reasons is matched with the row of its reason in EXTENDED', () => {
    const invoice = { ...anInvoiceOf('E', 'CII'), profile: 'EXTENDED' as const, allowances: [], charges: [] };
    Object.assign(invoice.totals, {
      sumOfAllowances: undefined,
      sumOfCharges: undefined,
      amountWithoutVat: eur('196.00'),
    });
    Object.assign(invoice.totals, { amountWithVat: eur('196.00'), amountDue: eur('158.00') });
    const row = first(invoice.vatBreakdown);
    invoice.vatBreakdown = [
      { ...row, taxableAmount: eur('96.00'), exemptionReason: 'Arzt' },
      { ...row, taxableAmount: eur('100.00'), exemptionReason: 'Schule' },
    ];
    for (const [index, line] of invoice.lines.entries()) {
      first(line.vat).exemptionReason = index === 0 ? 'Arzt' : 'Schule';
    }
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('XRechnung before version 3 is not asked for what it took from Peppol later', () => {
    const invoice = anXrechnung();
    invoice.customizationId = 'urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.1';
    invoice.businessProcess = undefined;
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('the XRechnung extension allows XML attachments and schemes of health applications', () => {
    const invoice = anExtendedXrechnung();
    first(invoice.supportingDocuments).attachment = { mimeCode: 'application/xml', fileName: 'a.xml', sizeBytes: 1 };
    invoice.seller.identifiers.push({ value: '1', schemeId: 'XR01' });
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('an empty delivery group, which CII demands, is no empty element', () => {
    const invoice = { ...aCiiXrechnung(), emptyElements: ['CrossIndustryInvoice/ApplicableHeaderTradeDelivery'] };
    expect(rulesOf(invoice)).toEqual([]);
  });
});

describe('amounts', () => {
  test('a credit note with positive amounts and an invoice with negative ones both pass', () => {
    expect(rulesOf({ ...anInvoice(), syntax: 'UBL CreditNote', typeCode: '381' })).toEqual([]);
    const invoice = anInvoice();
    const negate = (amount?: { value: string }): void => {
      if (amount && amount.value !== '0.00') amount.value = `-${amount.value}`;
    };
    for (const line of invoice.lines) {
      for (const amount of [line.quantity, line.netAmount]) negate(amount);
      for (const entry of [...line.allowances, ...line.charges]) negate(entry.amount);
    }
    for (const entry of [...invoice.allowances, ...invoice.charges]) negate(entry.amount);
    for (const amount of Object.values(invoice.totals)) negate(amount);
    for (const row of invoice.vatBreakdown) for (const amount of [row.taxableAmount, row.taxAmount]) negate(amount);
    for (const total of invoice.taxTotals.slice(0, 1)) negate(total.amount);
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('tax may be off by less than one unit of currency, as published', () => {
    const invoice = anInvoice();
    const tax = eur('38.99');
    first(invoice.vatBreakdown).taxAmount = tax;
    first(invoice.taxTotals).amount = tax;
    Object.assign(invoice.totals, { vatAmount: tax, amountWithVat: eur('238.99'), amountDue: eur('200.99') });
    expect(rulesOf(invoice)).toEqual([]);
  });

  test('large and finely divided numbers are added exactly', () => {
    const invoice = anInvoice();
    Object.assign(first(invoice.lines), { netAmount: eur('90071992547409.93') });
    const found = validateEn16931(invoice).find(({ rule }) => rule === 'BR-CO-10');
    expect(found?.message).toBe('The lines add up to 90071992547509.93, their sum is given as 196.00.');
  });

  test('a message shows the numbers and what they should be', () => {
    const invoice = anInvoice();
    invoice.totals.amountWithVat = eur('240.00');
    expect(validateEn16931(invoice)[0]).toEqual({
      rule: 'BR-CO-15',
      severity: 'fatal',
      message: 'Total with VAT 240.00 is not net 200.00 + VAT 38.00 = 238.00.',
      terms: ['BT-109', 'BT-110', 'BT-112'],
    });
  });

  test('rates are compared as numbers', () => {
    const invoice = anInvoice();
    first(invoice.vatBreakdown).rate = '19.00';
    expect(rulesOf(invoice)).toEqual([]);
  });
});

describe('size', () => {
  const LINES = 10_000;

  function aLongInvoice(): En16931Invoice {
    const invoice = anXrechnung();
    const line = first(invoice.lines.slice(1));
    invoice.lines = Array.from({ length: LINES }, (_, id) => ({ ...line, id: `${id}`, item: { ...line.item } }));
    Object.assign(invoice.totals, {
      sumOfLines: eur('1000000.00'),
      amountWithoutVat: eur('1000004.00'),
      vatAmount: eur('190000.76'),
      amountWithVat: eur('1190004.76'),
      amountDue: eur('1189966.76'),
    });
    Object.assign(first(invoice.vatBreakdown), { taxableAmount: eur('1000004.00'), taxAmount: eur('190000.76') });
    first(invoice.taxTotals).amount = eur('190000.76');
    return invoice;
  }

  test('10,000 lines are checked in well under a second', () => {
    const invoice = aLongInvoice();
    const start = process.cpuUsage();
    expect(validateEn16931(invoice)).toEqual([]);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1_000);
  });

  test('a fault in every line does not fill the list with one sentence', () => {
    const invoice = aLongInvoice();
    for (const line of invoice.lines) line.item.name = '';
    const found = validateEn16931(invoice).filter(({ rule }) => rule === 'BR-25');
    expect(found).toHaveLength(21);
    expect(found.at(-1)?.message).toBe('The same in 9980 more places.');
  });
});
