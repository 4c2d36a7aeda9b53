import { describe, expect, test } from 'vitest';
import { readInternational } from './read-international.ts';
import { aSheet } from './testing/a-sheet.ts';

interface Letter {
  name: string;
  lines: readonly string[];
  fields: Record<string, string>;
}

/** Layouts as telephone companies, hotels and shops of several countries use them; all names are made up. */
const LETTERS: readonly Letter[] = [
  {
    name: 'a French telephone company, whose name stands in the legal line only',
    lines: [
      'Facture n°562044387 du 02 Juillet 2025',
      'M. DUPONT Jean',
      '35000 RENNES',
      'Forfait fibre du 01/07/2025 au 31/07/2025 | 24.99 | 29.99',
      'Total facture HT | 24.99 €',
      'TVA (20.00 %) | 5.00 €',
      'Total facture TTC | 29.99 €',
      'Montant prélevé le 05 Juillet 2025 | 29.99 €',
      'LUMIFIBRE SAS au capital de 3.441.812 € - RCS PARIS 421 938 861 - TVA FR60421938861 - 75008 Paris',
    ],
    fields: {
      invoiceNumber: '562044387',
      issueDate: '2025-07-02',
      sellerName: 'LUMIFIBRE SAS',
      sellerTaxId: 'FR60421938861',
      amountWithoutTax: '24.99',
      taxAmount: '5.00',
      totalAmount: '29.99',
      currency: 'EUR',
    },
  },
  {
    name: 'an Indian hotel with central and state tax',
    lines: [
      'MAPLE STAYS | Tax Invoice',
      'Invoice No. : MS/24/00118 | Invoice date : 05 Dec 2025',
      'Booking ID : 99887766',
      'Check-in : 03 Dec 2025 | Check-out : 05 Dec 2025',
      'Room charges (2 nights) | 1,500.00',
      'CGST @6% | 90.00',
      'SGST @6% | 90.00',
      'Grand Total | Rs. 1,680.00',
      'Maple Stays Hospitality Private Limited',
      'GSTIN : 06AABCM1234C1Z9 PAN : AABCM1234C',
    ],
    fields: {
      invoiceNumber: 'MS/24/00118',
      issueDate: '2025-12-05',
      sellerName: 'Maple Stays Hospitality Private Limited',
      sellerTaxId: '06AABCM1234C1Z9',
      amountWithoutTax: '1500.00',
      taxAmount: '180.00',
      totalAmount: '1680.00',
      currency: 'INR',
    },
  },
  {
    name: 'a German company with the date beside the number and a payment date below',
    lines: [
      'Telvia Deutschland GmbH, Postfach 100, 40200 Düsseldorf',
      'Frau Erika Muster',
      'Rechnung Nr. 7711223344 vom 04.03.2026',
      'Grundpreis 01.02.26 - 28.02.26 | 40,00',
      'Summe netto | 40,00 EUR',
      'MwSt. 19% | 7,60 EUR',
      'Rechnungsbetrag | 47,60 EUR',
      'Der Betrag wird am 18.03.2026 abgebucht.',
      'Telvia Deutschland GmbH, Sitz Düsseldorf, HRB 55555, USt-IdNr. DE 811 223 344',
    ],
    fields: {
      invoiceNumber: '7711223344',
      issueDate: '2026-03-04',
      sellerName: 'Telvia Deutschland GmbH',
      sellerTaxId: 'DE811223344',
      totalAmount: '47.60',
      amountWithoutTax: '40.00',
    },
  },
  {
    name: 'an Italian shop that names the buyer in the same form',
    lines: [
      'Bottega Rossi S.r.l.',
      'P.IVA IT01234567890',
      'Spett.le',
      'Studio Verdi S.p.A.',
      'FATTURA n. 45/2026 del 04/03/2026',
      'Imponibile | 100,00',
      'IVA 22% | 22,00',
      'Totale fattura | € 122,00',
      'Scadenza: 04/04/2026',
    ],
    fields: {
      invoiceNumber: '45/2026',
      issueDate: '2026-03-04',
      sellerName: 'Bottega Rossi S.r.l.',
      totalAmount: '122.00',
    },
  },
  {
    name: 'a Dutch web shop with order and invoice dates',
    lines: [
      'Factuurnummer: | 998877',
      'Factuurdatum: | 22-07-2025',
      'Orderdatum: | 21-07-2025',
      'Totaal excl. btw | € 100,00',
      'Btw 21% | € 21,00',
      'Totaal incl. btw | € 121,00',
      'Windmolen Shop B.V. | Havenlaan 2 | KvK 24330087 | BTW NL810433941B01',
      'www.windmolen.nl',
    ],
    fields: {
      invoiceNumber: '998877',
      issueDate: '2025-07-22',
      sellerName: 'Windmolen Shop B.V.',
      amountWithoutTax: '100.00',
      totalAmount: '121.00',
    },
  },
];

describe('a letter of', () => {
  test.each(LETTERS)('$name is read', ({ lines, fields }) => {
    const sheet = aSheet(lines, { source: 'text', sureness: 1 });
    const document = readInternational(sheet, { signature: { status: 'none' }, yearMax: 2027 });
    expect(document?.fields).toMatchObject({ invoiceType: '境外发票', ...fields });
    expect(document?.checks.find(({ id }) => id === 'sum_consistent')?.status).not.toBe('fail');
  });
});
