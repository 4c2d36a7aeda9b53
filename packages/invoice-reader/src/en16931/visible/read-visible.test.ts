import { describe, expect, it } from 'vitest';
import type { PageText, Run } from '../../layout/page-text.ts';
import type { InvoiceFields } from '../../reading.ts';
import { readVisible } from './read-visible.ts';

/** Lines of text from top to bottom; pieces within a line stand apart. */
function aPage(lines: readonly (string | readonly string[])[]): PageText {
  const runs = lines.flatMap((line, row): Run[] => {
    const pieces = typeof line === 'string' ? [line] : line;
    return pieces.map((text, column) => {
      const left = 20 + column * 120;
      return { text, left, right: left + text.length * 5, top: 20 + row * 15, bottom: 30 + row * 15 };
    });
  });
  return { page: 0, width: 600, height: 800, runs };
}

const known: InvoiceFields = {
  invoiceNumber: 'RE-2018/0042',
  issueDate: '2018-03-05',
  sellerName: 'Müller & Söhne GmbH',
  currency: 'EUR',
  amountWithoutTax: '1234.56',
  taxAmount: '234.57',
  totalAmount: '1469.13',
  amountDue: '1469.13',
  paymentIban: 'DE89370400440532013000',
};

const visible = (...lines: (string | readonly string[])[]) => readVisible([aPage(lines)], known);

describe('values of the XML are found on the pages', () => {
  it.each(['1.469,13', '1,469.13', '1 469,13', '1469,13', '1’469.13', '-1.469,13 €'])('the total as %s', (text) => {
    const { fields, places } = visible(['Summe', text]);
    expect(fields.totalAmount).toBe('1469.13');
    expect(places.totalAmount?.x).toBeGreaterThan(0.2);
  });

  it.each([
    '05.03.2018',
    '5.3.2018',
    '2018-03-05',
    '05/03/2018',
    '5. März 2018',
    '5 March 2018',
    'March 5, 2018',
    '5 mars 2018',
  ])('the date as %s', (text) => {
    expect(visible(`Datum ${text}`).fields.issueDate).toBe('2018-03-05');
  });

  it('names and accounts in spite of blanks and pieces', () => {
    const { fields } = visible(['Müller &', 'Söhne GmbH'], 'IBAN: DE89 3704 0044 0532 0130 00');
    expect(fields).toMatchObject({ sellerName: 'Müller & Söhne GmbH', paymentIban: 'DE89370400440532013000' });
  });

  it('the items as one place around their lines', () => {
    const items = [
      { name: 'Stuhl', amount: '1000.00' },
      { name: 'Tisch', amount: '234.56' },
    ];
    const page = aPage(['Kopf', ['1', 'Stuhl', '1.000,00'], ['2', 'Tisch', '234,56'], 'Fuß']);
    const { places } = readVisible([page], { ...known, items });
    expect(places.items?.y).toBeCloseTo(35 / 800);
    expect(places.items?.height).toBeCloseTo(25 / 800);
    expect(readVisible([page], known).places.items).toBeUndefined();
  });

  it('but not inside of longer numbers', () => {
    expect(visible('Kundennummer 105.03.20181').fields.issueDate).toBeUndefined();
    expect(visible('Konto 71469,131').fields.totalAmount).toBeUndefined();
  });

  it('amounts where they stand last, for the totals are at the end', () => {
    const { places } = visible('1.469,13', 'Text', '1.469,13');
    expect(places.totalAmount?.y).toBeGreaterThan(0.05);
  });
});

describe('a labelled value that the XML does not have', () => {
  it.each([
    ['Gesamtbetrag', '9.999,99 EUR'],
    ['Rechnungsbetrag (brutto):', '€ 9.999,99'],
    ['Grand Total', 'EUR 9,999.99'],
    ['Total TTC', '9 999,99 €'],
    ['Zu zahlender Betrag', '9.999,99'],
  ])('%s %s contradicts the total', (label, amount) => {
    expect(visible([label, amount]).fields.totalAmount).toBe('9999.99');
  });

  it('a gross total contradicts also where the total of the XML stands as amount due', () => {
    expect(visible('Gesamtbetrag 9.999,99 EUR', 'Zahlbetrag 1.469,13 EUR').fields.totalAmount).toBe('9999.99');
  });

  it.each([
    ['Rechnungsnummer: RE-2019/7777', 'RE-2019/7777'],
    ['Rechnung Nr. 7777', '7777'],
    ['Invoice No. INV-7777 of today', 'INV-7777'],
    ['Facture n° F-7777', 'F-7777'],
  ])('%s contradicts the number', (text, number) => {
    expect(visible(text).fields.invoiceNumber).toBe(number);
  });

  it('another account contradicts that of the XML', () => {
    expect(visible('IBAN GB82 WEST 1234 5698 7654 32').fields.paymentIban).toBe('GB82WEST12345698765432');
  });
});

describe('no contradiction is', () => {
  it.each([
    ['a cash discount beside the total', ['Gesamtbetrag 1.469,13 EUR', 'Zahlbetrag 1.439,75 EUR']],
    ['a former balance beside the total', ['Gesamtbetrag 77,00', 'Gesamtbetrag brutto 1.469,13']],
    ['a sum of hours beside the total', ['Gesamt 7,50', 'Zahlbetrag 1.469,13']],
    ['a net sum', ['Gesamtsumme 1.234,56']],
    ['a total in another currency', ['Grand total USD 1,700.00']],
    ['a total of something else', ['Gesamtbetrag Lohnkosten 100,00', 'Gesamtbetrag letzte Rechnung 77,00']],
    ['a row with several amounts', [['Gesamtbetrag', '1,00', '2,00', '3,00']]],
    ['an amount without a label', ['9.999,99']],
  ])('%s', (_, lines) => {
    const { totalAmount } = visible(...lines).fields;
    expect(totalAmount === undefined || totalAmount === '1469.13').toBe(true);
  });

  it.each([
    [
      'the heading of a table',
      [
        ['Rechnungsnummer', 'Datum'],
        ['4711', '05.03.2018'],
      ],
    ],
    ['a number printed without its prefix', ['Rechnungsnummer 0042']],
    ['a former invoice beside the number', ['RE-2018 / 0042', 'zu Rechnung Nr. 4711']],
    ['a date behind the label', ['Rechnung Nr. 05.03.2018']],
  ])('%s', (_, lines) => {
    const { invoiceNumber } = visible(...lines).fields;
    expect(invoiceNumber === undefined || invoiceNumber === known.invoiceNumber).toBe(true);
  });

  it('an account whose check digits are wrong, or a second one', () => {
    expect(visible('IBAN DE00 3704 0044 0532 0130 00').fields.paymentIban).toBeUndefined();
    const both = visible('IBAN GB82 WEST 1234 5698 7654 32', 'IBAN DE89 3704 0044 0532 0130 00');
    expect(both.fields.paymentIban).toBe(known.paymentIban);
  });
});
