import { makeLetter, makeReceipt } from '@countinghouse/invoice-maker';
import { expect, test } from 'vitest';
import { readInvoice } from '../read-invoice.ts';

test('a photographed receipt is read with the blanks between its words', { timeout: 60_000 }, async () => {
  const png = await makeReceipt(
    {
      head: ['Harbor Street Diner LLC', '418 Harbor Street', 'Portland, OR 97204', '(503) 555-0142'],
      title: 'GUEST CHECK',
      particulars: [
        ['Check #: 20418', '03/04/2026 7:41 PM'],
        ['Server: Dana', 'Table 6'],
      ],
      items: [
        { name: 'Clam Chowder', quantity: '2', unitPrice: '8.50', amount: '17.00' },
        { name: 'Fish and Chips', quantity: '1', unitPrice: '19.25', amount: '19.25' },
      ],
      sums: [
        ['Subtotal', '$36.25'],
        ['Sales Tax', '$2.90'],
        ['Total', '$39.15'],
        ['VISA ****4242', '$39.15'],
      ],
      foot: ['Thank you!'],
    },
    { widthPx: 620 },
  );
  const { documents } = await readInvoice(png, { fileName: 'receipt.png' });
  expect(documents).toMatchObject([
    {
      isInvoice: true,
      fields: {
        invoiceType: '境外收据',
        invoiceNumber: '20418',
        sellerName: 'Harbor Street Diner LLC',
        issueDate: '2026-03-04',
        amountWithoutTax: '36.25',
        taxAmount: '2.90',
        totalAmount: '39.15',
        currency: 'USD',
        items: [
          { name: 'Clam Chowder', quantity: '2', unitPrice: '8.50', amount: '17.00' },
          { name: 'Fish and Chips', quantity: '1', unitPrice: '19.25', amount: '19.25' },
        ],
      },
      doubts: [],
    },
  ]);
});

test('a plain PDF whose head stands above its amounts is read by columns', async () => {
  const pdf = await makeLetter([
    [
      { text: 'Alpine Data AG', x: 40, y: 50, size: 13 },
      { text: 'CHE-123.456.789 MWST', x: 40, y: 78 },
      { text: 'Invoice No.', x: 40, y: 160 },
      { text: 'Date', x: 160, y: 160 },
      { text: '90114', x: 40, y: 173 },
      { text: '04 March 2026', x: 160, y: 173 },
      { text: 'Net amount', x: 300, y: 300 },
      { text: 'VAT 8.1%', x: 400, y: 300 },
      { text: 'Total', x: 500, y: 300 },
      { text: "1'200.00", x: 300, y: 314 },
      { text: '97.20', x: 400, y: 314 },
      { text: "CHF 1'297.20", x: 500, y: 314 },
    ],
  ]);
  const { documents } = await readInvoice(pdf, { fileName: 'invoice.pdf' });
  expect(documents[0]?.fields).toMatchObject({
    invoiceNumber: '90114',
    issueDate: '2026-03-04',
    sellerName: 'Alpine Data AG',
    amountWithoutTax: '1200.00',
    taxAmount: '97.20',
    totalAmount: '1297.20',
    currency: 'CHF',
  });
  expect(documents[0]?.origins.totalAmount?.place).toMatchObject({ page: 0 });
});
