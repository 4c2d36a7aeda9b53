import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInvoice } from '../read-invoice.ts';
import type { InvoiceFields } from '../reading.ts';
import { taxonomies } from './receiver-facts.ts';
import {
  type AccountingEntry,
  type ReceiverEntryPoint,
  type ReceiverInstance,
  receiverEntryPointOf,
  receiverFileName,
} from './receiver-instance.ts';
import { describeInstance } from './testing/describe-instance.ts';
import { digitalInvoiceStructure } from './testing/digital-invoice-structure.ts';
import { writeReceiverInstance } from './write-receiver-instance.ts';

const entries: AccountingEntry[] = [
  { side: 'debit', account: '原材料', subAccount: '', amount: '9000.00' },
  { side: 'debit', account: '应交税费', subAccount: '应交增值税-进项税额', amount: '1170.00' },
  { side: 'credit', account: '银行存款', subAccount: '', amount: '10170.00' },
];

const digitalFields: InvoiceFields = {
  invoiceType: '电子发票（增值税专用发票）',
  invoiceNumber: '25440000000000100011',
  issueDate: '2025-11-13',
  sellerName: '灯火（照明）有限公司',
  sellerTaxId: '91442000MA0000003J',
  amountWithoutTax: '9000.00',
  taxAmount: '1170.00',
  totalAmount: '10170.00',
};

const anInstance = (given: Partial<ReceiverInstance> = {}): ReceiverInstance => ({
  entryPoint: 'einv_spcl_receiver',
  fields: digitalFields,
  entity: { name: '恒远会计师事务所', taxId: '91310000MA1FL0001A' },
  asOfDate: '2025-12-31',
  isBooked: true,
  isChecked: true,
  isPaid: false,
  documents: [{ number: '记-2025-12-0009', postingDate: '2025-12-31', period: '2025-12', entries }],
  ...given,
});

const bytesOf = (instance: ReceiverInstance) => Buffer.from(writeReceiverInstance(instance));
const read = async (instance: ReceiverInstance) => {
  const { documents } = await readInvoice(bytesOf(instance), { fileName: receiverFileName(instance) });
  const [document] = documents;
  if (!document) throw new Error('nothing was read');
  return document;
};

describe('the receiver’s instance of a digital invoice', () => {
  it('has every element of the official one in its order, with its contexts, units and decimals', () => {
    expect(describeInstance(bytesOf(anInstance()))).toEqual(digitalInvoiceStructure);
  });

  const sample = new URL('../../../../../shared/samples/invoices/cn-xml-xbrl-einv-01.xml', import.meta.url);
  it.skipIf(!existsSync(sample))('has the structure and the head of the official sample', () => {
    const official = readFileSync(sample);
    const text = writeReceiverInstance(anInstance());
    expect(describeInstance(Buffer.from(text))).toEqual(describeInstance(official));
    const head = (xml: string) => /<xbrli:xbrl[^>]*>\s*<link:schemaRef[^>]*>/.exec(xml)?.[0];
    expect(head(text)).toBe(head(official.toString('utf8')));
    expect(digitalInvoiceStructure).toEqual(describeInstance(official));
  });

  it('gives the booking back when it is read', async () => {
    const document = await read(anInstance());
    expect(document).toMatchObject({ isInvoice: false, notInvoiceReason: '电子凭证接收方入账信息' });
    const { invoiceType: _type, issueDate: _date, ...kept } = digitalFields;
    expect(document.fields).toMatchObject({
      ...kept,
      accountingEntity: '恒远会计师事务所',
      postingDate: '2025-12-31',
      voucherNumber: '记-2025-12-0009',
    });
  });

  it('says of a booking that was taken back that there is none', () => {
    const text = writeReceiverInstance(anInstance({ isBooked: false, documents: [] }));
    expect(text).toContain('<einv:WhetherEinvoiceHasBeenBooked contextRef="c1">false<');
    expect(text).not.toContain('InformationOfAccountingDocumentsTuple');
  });

  it('leaves what is not known nil, and tax in asterisks is none', () => {
    const text = writeReceiverInstance(anInstance({ fields: { ...digitalFields, taxAmount: '***', sellerTaxId: '' } }));
    expect(text).toContain('<einv:SellerIdNum contextRef="c1" xsi:nil="true"/>');
    expect(text).toContain('<einv:TotalTaxAm decimals="2" contextRef="c1" unitRef="u1">0.00<');
    const silent = writeReceiverInstance(anInstance({ fields: { invoiceNumber: '1' } }));
    expect(silent).toContain('<einv:TotalTaxAm contextRef="c1" unitRef="u1" xsi:nil="true"/>');
  });

  it('tells a red-letter invoice', () => {
    const red = { ...digitalFields, totalAmount: '-10170.00' };
    const flagOf = (fields: InvoiceFields) =>
      /WhetherEinvoiceIsRedEinvoice contextRef="c1">(\w+)</.exec(writeReceiverInstance(anInstance({ fields })))?.[1];
    expect([flagOf(digitalFields), flagOf(red)]).toEqual(['false', 'true']);
  });
});

describe('the entry point', () => {
  const digital = '25440000000000100011';
  const [code, number] = ['033002200211', '99934328'];
  it.each<[string, InvoiceFields, ReceiverEntryPoint | null]>([
    [
      'a digital ordinary invoice',
      { invoiceType: '电子发票（普通发票）', invoiceNumber: digital },
      'einv_ord_receiver',
    ],
    ['a digital special invoice', digitalFields, 'einv_spcl_receiver'],
    [
      'an old ordinary e-invoice',
      { invoiceType: '增值税电子普通发票', invoiceCode: code, invoiceNumber: number },
      'inv_ord_receiver',
    ],
    [
      'an old special e-invoice',
      { invoiceType: '增值税电子专用发票', invoiceCode: code, invoiceNumber: number },
      'inv_spcl_receiver',
    ],
    [
      'a toll invoice',
      { invoiceType: '增值税电子普通发票（通行费）', invoiceCode: code, invoiceNumber: number },
      'inv_tlf_receiver',
    ],
    ['a rail ticket', { invoiceType: '电子发票（铁路电子客票）', invoiceNumber: digital }, 'rai_receiver'],
    ['an air itinerary', { invoiceType: '电子发票（航空运输电子客票行程单）', invoiceNumber: digital }, 'atr_receiver'],
    ['a fiscal receipt', { invoiceType: '医疗门诊收费票据（财政电子票据）', invoiceNumber: '0012345678' }, 'efi'],
    [
      'a paper special invoice',
      { invoiceType: '增值税专用发票', invoiceCode: '3300204130', invoiceNumber: number },
      null,
    ],
    ['a taxi receipt', { invoiceType: '出租汽车发票', invoiceCode: code, invoiceNumber: number }, null],
    ['an invoice from abroad', { invoiceType: '商业发票', invoiceNumber: 'R-1', currency: 'EUR' }, null],
    ['a receipt without a number', { invoiceType: '电子发票（普通发票）' }, null],
  ])('of %s', (_name, fields, expected) => {
    expect(receiverEntryPointOf(fields)).toBe(expected);
  });

  it('names file, namespace and schema', () => {
    const instance = anInstance({
      fields: { invoiceCode: code, invoiceNumber: number },
      entryPoint: 'inv_ord_receiver',
    });
    expect(receiverFileName(instance)).toBe('inv_ord_receiver_20251231_03300220021199934328.xml');
    const text = writeReceiverInstance(instance);
    expect(text).toContain('xmlns:inv="http://xbrl.mof.gov.cn/taxonomy/2023-12-31/inv"');
    expect(text).toContain('xlink:href="inv_receiver_entry_point_2023-12-31.xsd"');
  });
});

describe('instances of all entry points', () => {
  const entryPoint = fc.constantFrom(...(Object.keys(taxonomies) as ReceiverEntryPoint[])); // the record has no other keys
  // Text as files give it: anything, with characters that XML needs escaped or forbids among it.
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a<b>&"\'c', ']]>', '甲\u0000乙', '\ud800'));
  const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map((minor) => {
    const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
    return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });
  const entry = fc.record<AccountingEntry>({
    side: fc.constantFrom('debit', 'credit'),
    account: anyText,
    subAccount: anyText,
    amount,
  });
  const readable = (text: string) =>
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .trim();

  it('are well-formed whatever the booking holds, and read back as receiver’s records', async () => {
    await fc.assert(
      fc.asyncProperty(
        entryPoint,
        anyText,
        amount,
        fc.array(entry, { maxLength: 5 }),
        fc.boolean(),
        async (point, words, total, list, isBooked) => {
          const number = point.startsWith('inv_') ? '03300220021199934328' : '25440000000000100011';
          const fields = { ...digitalFields, invoiceNumber: number, sellerName: words, totalAmount: total };
          const entity = { name: `主体${words}`, taxId: '91310000MA1FL0001A' };
          const documents = isBooked
            ? [{ number: '记-2025-12-0001', postingDate: '2025-12-31', period: '2025-12', entries: list }]
            : [];
          const document = await read(anInstance({ entryPoint: point, fields, entity, documents, isBooked }));
          expect(document.isInvoice).toBe(false);
          expect(document.fields.accountingEntity).toBe(readable(`主体${words}`));
          if (point.startsWith('einv')) expect(document.fields.totalAmount).toBe(total);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(Object.keys(taxonomies) as ReceiverEntryPoint[])('%s keeps number, date and entity', async (point) => {
    const isOld = point.startsWith('inv_');
    const numbers = isOld
      ? { invoiceCode: '033002200211', invoiceNumber: '99934328' }
      : { invoiceNumber: '25440000000000100011' };
    const fields = { ...digitalFields, ...numbers, fare: '550.46', taxRate: '9%' };
    const document = await read(anInstance({ entryPoint: point, fields }));
    expect(document.fields).toMatchObject({ ...numbers, accountingEntity: '恒远会计师事务所' });
    if (!point.startsWith('einv')) expect(document.fields.issueDate).toBe('2025-11-13');
    if (point === 'rai_receiver') expect(document.fields).toMatchObject({ taxRate: '9%', taxAmount: '1170.00' });
    if (point === 'atr_receiver') expect(document.fields).toMatchObject({ fare: '550.46' });
  });
});
