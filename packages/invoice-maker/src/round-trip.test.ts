import { type InvoiceDocument, type InvoiceItem, readInvoice } from '@countinghouse/invoice-reader';
import { describe, expect, it } from 'vitest';
import { anInvoice } from './an-invoice.ts';
import type { InvoiceFacts, ItemFacts } from './facts.ts';
import { hostileFiles } from './hostile.ts';
import { makeOfd } from './ofd.ts';
import { type SampleFile, sampleFiles } from './samples.ts';
import { makeTestCa } from './seal/test-ca.ts';

const SEED = 11;
const ca = makeTestCa(SEED);
/** The first picture loads the models, and the machine may be busy. */
const recognitionMsMax = 60_000;

const samples: SampleFile[] = [];
const pictures = ['hotel-special.png', 'old-catering-photo.jpg'];
const isStructured = (fileName: string) => /\.(pdf|ofd|xml)$/.test(fileName);
const isRead = (fileName: string) => isStructured(fileName) || pictures.includes(fileName);
for await (const sample of sampleFiles(SEED, isRead)) samples.push(sample);
const structured = samples.filter(({ fileName }) => isStructured(fileName));

async function read(fileName: string, bytes: Uint8Array): Promise<InvoiceDocument> {
  const reading = await readInvoice(bytes, { fileName, trustedRoots: [ca.certificate] });
  expect(reading.error).toBeNull();
  const [document, ...others] = reading.documents;
  expect(others).toEqual([]);
  if (!document) throw new Error(`${fileName} was read as nothing`);
  return document;
}

/** White space on a page is a matter of layout. */
const squeeze = (text: string | undefined): string => (text ?? '').replace(/\s/g, '');
const printedTax = (text: string): string => (text === '***' ? '' : text);

const factsOfItem = (item: ItemFacts | InvoiceItem) => ({
  name: squeeze(item.name),
  specification: squeeze(item.specification),
  unit: item.unit ?? '',
  quantity: item.quantity ?? '',
  unitPrice: item.unitPrice ?? '',
  amount: item.amount ?? '',
  taxRate: item.taxRate ?? '',
  taxAmount: printedTax(item.taxAmount ?? ''),
});

function expectedFields(facts: InvoiceFacts) {
  return {
    invoiceType: facts.title,
    invoiceCode: facts.code,
    invoiceNumber: facts.number,
    issueDate: facts.issueDate,
    checkCode: facts.checkCode,
    machineNumber: facts.machineNumber,
    buyerName: facts.buyer.name,
    buyerTaxId: facts.buyer.taxId,
    sellerName: facts.seller.name,
    sellerTaxId: facts.seller.taxId,
    amountWithoutTax: facts.amountWithoutTax,
    taxAmount: printedTax(facts.taxAmount),
    totalAmount: facts.totalAmount,
    currency: facts.currency,
    trainNumber: facts.rail?.trainNumber ?? '',
    passengerName: facts.rail?.passengerName ?? facts.trips.map((trip) => trip.passengerName).join('\n'),
    remarks: squeeze(facts.remarks),
    items: facts.items.map(factsOfItem),
  };
}

function readFields({ fields }: InvoiceDocument): Record<string, unknown> {
  const expected = ['invoiceType', 'invoiceCode', 'invoiceNumber', 'issueDate', 'checkCode', 'machineNumber'];
  const parties = ['buyerName', 'buyerTaxId', 'sellerName', 'sellerTaxId', 'trainNumber', 'passengerName', 'currency'];
  const amounts = ['amountWithoutTax', 'totalAmount'];
  const plain = [...expected, ...parties, ...amounts].map((name) => [name, fields[name] ?? '']);
  return {
    ...Object.fromEntries(plain),
    taxAmount: printedTax(fields.taxAmount ?? ''),
    remarks: squeeze(fields.remarks),
    items: (fields.items ?? []).map(factsOfItem),
  };
}

describe('structured files', () => {
  it.each(structured.filter(({ fileName }) => !fileName.includes('tampered')))(
    '$fileName is read back exactly, without a false alarm',
    async ({ fileName, bytes, facts }) => {
      const document = await read(fileName, bytes);
      expect(readFields(document)).toEqual(expectedFields(facts));
      expect(document.doubts).toEqual([]);
      expect(document.checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
    },
  );
});

describe('pictures and photos', () => {
  const plain = (text: string | undefined): string => squeeze(text?.normalize('NFKC'));

  it.each(samples.filter(({ fileName }) => pictures.includes(fileName)))(
    '$fileName gives parties, identity and amounts, also under a lying name',
    async ({ fileName, bytes, facts }) => {
      const { fields } = await read(`${fileName}.pdf`, bytes);
      const expected = expectedFields(facts);
      for (const name of ['invoiceNumber', 'issueDate', 'totalAmount', 'buyerTaxId', 'sellerTaxId'] as const) {
        expect(fields[name], name).toBe(expected[name]);
      }
      expect([fields.buyerName, fields.sellerName].map(plain)).toEqual(
        [expected.buyerName, expected.sellerName].map(plain),
      );
    },
    recognitionMsMax,
  );
});

describe('the seal', () => {
  const facts = anInvoice({ seed: SEED, kind: 'vat_ordinary_electronic', preset: 'catering' });
  const statusOf = async (bytes: Uint8Array, roots: Uint8Array[]) => {
    const reading = await readInvoice(bytes, { fileName: 'sealed.ofd', trustedRoots: roots });
    return reading.documents[0]?.signature;
  };

  it('is valid under a trusted authority only', async () => {
    const sealed = await makeOfd(facts, { sign: ca });
    expect(await statusOf(sealed, [ca.certificate])).toMatchObject({ status: 'valid' });
    expect(await statusOf(sealed, [])).toMatchObject({ status: 'untrusted' });
    expect(await statusOf(sealed, [makeTestCa('another').certificate])).toMatchObject({ status: 'untrusted' });
  });

  it('shows which file was changed after sealing', async () => {
    const tampered = await makeOfd(facts, { sign: ca, tamper: true });
    expect(await statusOf(tampered, [ca.certificate])).toMatchObject({
      status: 'altered',
      alteredFiles: ['Doc_0/Pages/Page_0/Content.xml'],
    });
  });

  it('is absent where nobody sealed', async () => {
    expect(await statusOf(await makeOfd(facts), [ca.certificate])).toEqual({ status: 'none' });
  });
});

describe('contradictions made on purpose', () => {
  it('are reported', async () => {
    const facts = anInvoice({ seed: SEED, override: { totalAmount: '1.00' } });
    const document = await read('contradiction.ofd', await makeOfd(facts));
    expect(document.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).toContain('sum_consistent');
  });
});

describe('wrong and hostile files', async () => {
  // The picture of png-named.pdf is the same, under a name that lies as well.
  it.each(await hostileFiles(SEED, (fileName) => fileName !== 'meeting-notes.png'))(
    '$fileName is answered with $expectedCode',
    async ({ fileName, bytes, expectedCode }) => {
      const reading = await readInvoice(bytes, { fileName });
      if (expectedCode === 'not_invoice') {
        expect(reading.error).toBeNull();
        expect(reading.documents.some(({ isInvoice }) => isInvoice)).toBe(false);
      } else {
        expect(reading.error?.code).toBe(expectedCode);
      }
    },
    recognitionMsMax,
  );
});
