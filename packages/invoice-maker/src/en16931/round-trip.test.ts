import { type InvoiceDocument, type InvoiceItem, readInvoice } from '@countinghouse/invoice-reader';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { CII_PROFILES, makeCiiInvoice } from './cii.ts';
import { anEnInvoice, type EnInvoiceFacts, type EnLine } from './facts.ts';
import { makeFacturX } from './facturx.ts';
import { makeUblInvoice } from './ubl.ts';
import { isNil } from './xml-writer.ts';
import { makeZugferd1 } from './zugferd1.ts';

async function readAll(file: string | Uint8Array): Promise<InvoiceDocument[]> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const reading = await readInvoice(bytes, { fileName: 'made' });
  expect(reading.error).toBeNull();
  return reading.documents;
}

async function readOne(file: string | Uint8Array): Promise<InvoiceDocument> {
  const [document, ...others] = await readAll(file);
  expect(others).toEqual([]);
  if (!document) throw new Error('nothing was read');
  return document;
}

const unlessNil = (amount: string) => (isNil(amount) ? undefined : amount);

function expectedFields(facts: EnInvoiceFacts) {
  return {
    invoiceNumber: facts.number,
    issueDate: facts.issueDate,
    documentTypeCode: facts.typeCode,
    currency: 'EUR',
    sellerName: facts.seller.name,
    sellerTaxId: facts.seller.vatId,
    buyerName: facts.buyer.name,
    buyerTaxId: facts.buyer.vatId,
    buyerReference: facts.buyerReference,
    orderNumber: facts.orderReference,
    amountWithoutTax: facts.amountWithoutVat,
    taxAmount: facts.vatAmount,
    totalAmount: facts.amountWithVat,
    amountDue: facts.amountDue,
  };
}

/** What MINIMUM leaves out. */
function expectedDetails(facts: EnInvoiceFacts) {
  const details: Record<string, string | undefined> = {
    dueDate: facts.dueDate,
    lineTotalAmount: facts.sumOfLines,
    allowanceTotalAmount: unlessNil(facts.sumOfAllowances),
    chargeTotalAmount: unlessNil(facts.sumOfCharges),
    prepaidAmount: unlessNil(facts.paidAmount),
    roundingAmount: unlessNil(facts.roundingAmount),
    paymentIban: facts.iban,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

const expectedItem = (line: EnLine): InvoiceItem => ({
  name: line.name,
  specification: line.description,
  quantity: line.quantity,
  unit: line.unitCode,
  unitPrice: line.netPrice,
  ...(line.baseQuantity !== '1' && { priceBaseQuantity: line.baseQuantity }),
  amount: line.netAmount,
  taxRate: `${line.vatRate}%`,
});

const alarms = (document: InvoiceDocument) =>
  document.checks.filter(({ status }) => status === 'fail' || status === 'warn').map(({ message }) => message);

function expectWhole(document: InvoiceDocument, facts: EnInvoiceFacts): void {
  expect(document.fields).toMatchObject({ ...expectedFields(facts), ...expectedDetails(facts) });
  expect(document.fields.items).toEqual(facts.lines.map(expectedItem));
  expect(document.fields.precedingInvoiceNumber).toBe(facts.precedingNumber || undefined);
  expect(alarms(document)).toEqual([]);
  expect(document.doubts).toEqual([]);
}

const anyFacts = fc
  .record({
    seed: fc.integer(),
    lines: fc.integer({ min: 1, max: 12 }),
    typeCode: fc.constantFrom('380', '381', '384'),
    hasExtras: fc.boolean(),
    sign: fc.constantFrom(1 as const, -1 as const),
  })
  .map(anEnInvoice);

describe('a made EN 16931 invoice is read back whole, without an alarm', () => {
  it('from UBL, as invoice and as credit note', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, async (facts) => {
        const document = await readOne(makeUblInvoice(facts));
        expectWhole(document, facts);
        expect(document.fields.syntax).toBe(facts.typeCode === '381' ? 'UBL CreditNote' : 'UBL Invoice');
      }),
      { numRuns: 40 },
    );
  });

  it('from CII and from ZUGFeRD 1', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, async (facts) => {
        expectWhole(await readOne(makeCiiInvoice(facts, { profile: 'EN 16931' })), facts);
        const old = await readOne(makeZugferd1(facts));
        expect(old.fields).toMatchObject({ ...expectedFields(facts), ...expectedDetails(facts) });
        expect(old.fields.items).toEqual(facts.lines.map(expectedItem));
        expect(alarms(old)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(CII_PROFILES)('from Factur-X of profile %s, with the places of the totals', async (profile) => {
    const facts = anEnInvoice({ seed: profile, hasExtras: true });
    const document = await readOne(await makeFacturX(facts, { profile }));
    expect(document.fields).toMatchObject(expectedFields(facts));
    if (profile !== 'MINIMUM') expect(document.fields).toMatchObject(expectedDetails(facts));
    const hasLines = profile !== 'MINIMUM' && profile !== 'BASIC WL';
    expect(document.fields.items).toEqual(hasLines ? facts.lines.map(expectedItem) : undefined);
    expect(document.fields.profile).toBe(profile);
    expect(alarms(document)).toEqual([]);
    for (const name of ['invoiceNumber', 'issueDate', 'sellerName', 'buyerTaxId', 'taxAmount', 'totalAmount']) {
      expect(document.origins[name], name).toMatchObject({ source: 'xml', place: { page: 0 } });
    }
    expect(document.checks.find(({ id }) => id === 'sources_agree')?.status).toBe('pass');
  });

  it.each(['factur-x.xml', 'FACTUR-X.XML', 'zugferd-invoice.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml', '0'])(
    'from an attachment called %s',
    async (fileName) => {
      const facts = anEnInvoice({ seed: 1 });
      expect((await readOne(await makeFacturX(facts, { fileName }))).fields).toMatchObject(expectedFields(facts));
    },
  );

  it('from a PDF that carries ZUGFeRD 1', async () => {
    const facts = anEnInvoice({ seed: 2 });
    const document = await readOne(await makeFacturX(facts, { profile: 'ZUGFERD 1' }));
    expect(document.fields).toMatchObject({ ...expectedFields(facts), syntax: 'ZUGFeRD 1' });
  });

  it('with more pages than a PDF without XML may have', async () => {
    const facts = anEnInvoice({ seed: 8 });
    const pdf = await PDFDocument.load(await makeFacturX(facts), { updateMetadata: false });
    for (let count = 0; count < 220; count++) pdf.insertPage(0, [595, 842]);
    const document = await readOne(await pdf.save());
    expect(document.fields).toMatchObject(expectedFields(facts));
    expect(document.origins.totalAmount?.place?.page).toBe(220);
  });

  it('with a thousand lines', async () => {
    const facts = anEnInvoice({ seed: 3, lines: 1_000 });
    const document = await readOne(await makeFacturX(facts));
    expect(document.fields.items).toHaveLength(1_000);
    expect(document.origins.totalAmount?.place?.page).toBeGreaterThan(10);
    expect(alarms(document)).toEqual([]);
  });
});

describe('a Factur-X whose pages contradict its XML', () => {
  const facts = anEnInvoice({ seed: 4 });
  const other = { amountWithVat: '98765.43', amountDue: '98765.43' };

  it.each([
    ['totalAmount', other, '98765.43'],
    ['invoiceNumber', { number: 'FX-4711' }, 'FX-4711'],
    ['paymentIban', { iban: 'DE89370400440532013000' }, 'DE89370400440532013000'],
  ])('says so for %s, and keeps the value of the XML', async (name, shown, value) => {
    const document = await readOne(await makeFacturX(facts, { shown }));
    const check = document.checks.find(({ id }) => id === 'sources_agree');
    expect(check).toMatchObject({ status: 'fail', fields: [name] });
    expect(document.origins[name]).toMatchObject({
      source: 'xml',
      place: { page: 0 },
      alternatives: [{ source: 'text', value }],
    });
    expect(document.doubts).toContain(name);
    expect(document.fields).toMatchObject(expectedFields(facts));
  });
});

describe('attachments of a PDF', () => {
  const facts = anEnInvoice({ seed: 5 });

  it.each([
    ['cut off', makeCiiInvoice(facts, { profile: 'BASIC' }).slice(0, 900)],
    ['no XML at all', Uint8Array.of(1, 2, 3, 4)],
  ])('that are damaged (%s) are told while the pages are read', async (_, xml) => {
    const document = await readOne(await makeFacturX(facts, { xml }));
    expect(document.checks.find(({ id }) => id === 'embedded_xml')).toMatchObject({
      status: 'fail',
      params: { files: 'factur-x.xml' },
    });
  });

  it('that are orders are no invoices', async () => {
    const xml =
      '<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>';
    const document = await readOne(await makeFacturX(facts, { fileName: 'order-x.xml', xml }));
    expect(document).toMatchObject({ isInvoice: false, notInvoiceReason: '订单（Order-X）' });
  });

  it('that say the same are one invoice, other ones are further invoices', async () => {
    const second = anEnInvoice({ seed: 6 });
    const attachments = { 'a.xml': makeUblInvoice(facts), 'b.xml': makeUblInvoice(second), 'c.xml': '<note/>' };
    const documents = await readAll(await makeFacturX(facts, { attachments }));
    expect(documents.map(({ fields }) => fields.invoiceNumber)).toEqual([facts.number, second.number]);
    expect(documents[0]?.fields.syntax).toBe('CII');
  });

  it('may be in UTF-16', async () => {
    const xml = Buffer.from(
      `\ufeff${makeCiiInvoice(facts, { profile: 'EN 16931' }).replace('UTF-8', 'UTF-16')}`,
      'utf16le',
    );
    expect((await readOne(await makeFacturX(facts, { xml }))).fields).toMatchObject(expectedFields(facts));
  });
});

describe('the same invoice, written in another way', () => {
  const facts = anEnInvoice({ seed: 7, hasExtras: true });
  const ubl = makeUblInvoice(facts);
  const cii = makeCiiInvoice(facts, { profile: 'EN 16931' });

  it.each([
    [
      'other prefixes',
      ubl
        .replaceAll('cac:', 'x:')
        .replaceAll('cbc:', 'y:')
        .replace('<Invoice ', '<z:Invoice xmlns:z="q" ')
        .replace('</Invoice>', '</z:Invoice>'),
    ],
    ['no prefixes', cii.replace(/<(\/?)(?:rsm|ram|udt):/g, '<$1')],
    ['a byte order mark', `\ufeff${ubl}`],
    ['UTF-16', Buffer.from(`\ufeff${ubl.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16()],
    ['CDATA', ubl.replace(facts.number, `<![CDATA[${facts.number}]]>`)],
    ['blanks in elements', ubl.replace(`>${facts.number}<`, `>\n  ${facts.number}\n<`)],
    [
      'an envelope',
      `<StandardBusinessDocument><StandardBusinessDocumentHeader/>${ubl.slice(ubl.indexOf('<Invoice'))}</StandardBusinessDocument>`,
    ],
  ])('with %s is read the same', async (_, file) => {
    expectWhole(await readOne(file), facts);
  });

  it.each([
    ['declared', 'ISO-8859-1'],
    ['called UTF-8', 'UTF-8'],
  ])('in ISO-8859-1, %s, keeps its umlauts', async (_, encoding) => {
    const file = Buffer.from(
      cii.replace('UTF-8', encoding).replace(facts.seller.name, 'Möbel & Söhne'.replace('&', '&amp;')),
      'latin1',
    );
    expect((await readOne(file)).fields.sellerName).toBe('Möbel & Söhne');
  });
});
