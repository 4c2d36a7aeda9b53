import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse-xml.ts';
import type { En16931Invoice } from './model.ts';
import { profileOf } from './profile.ts';
import { otherDocument, readEn16931 } from './read-en16931.ts';
import { candidateOf } from './to-candidate.ts';

const rootOf = (xml: string) => parseXml(Buffer.from(xml), 'test.xml');

function read(xml: string): En16931Invoice {
  const invoice = readEn16931(rootOf(xml));
  if (!invoice) throw new Error('not an invoice');
  return invoice;
}

const fieldsOf = (xml: string) => candidateOf(read(xml), 'xml').fields;

const ubl = (content: string) => read(`<Invoice><DocumentCurrencyCode>EUR</DocumentCurrencyCode>${content}</Invoice>`);
const ublParty = (content: string) =>
  fieldsOf(`<Invoice><AccountingSupplierParty><Party>${content}</Party></AccountingSupplierParty></Invoice>`);
const taxScheme = (id: string, scheme: string) =>
  `<PartyTaxScheme><CompanyID>${id}</CompanyID><TaxScheme><ID>${scheme}</ID></TaxScheme></PartyTaxScheme>`;
const cii = (settlement: string, lines = '') =>
  read(
    `<CrossIndustryInvoice><SupplyChainTradeTransaction>${lines}<ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>${settlement}</ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>`,
  );

describe('a seller', () => {
  it('is called by the registered name, and by the trading name only without one', () => {
    const trading = '<PartyName><Name>Trade</Name></PartyName>';
    const legal = '<PartyLegalEntity><RegistrationName>Legal Ltd</RegistrationName></PartyLegalEntity>';
    expect(ublParty(trading + legal).sellerName).toBe('Legal Ltd');
    expect(ublParty(trading).sellerName).toBe('Trade');
  });

  it('has the VAT id as tax id, wherever it stands, and the local number only without one', () => {
    const [local, vat] = [taxScheme('201/113/40209', 'FC'), taxScheme('DE111111125', 'VAT')];
    expect(ublParty(local + vat).sellerTaxId).toBe('DE111111125');
    expect(ublParty(local).sellerTaxId).toBe('201/113/40209');
    expect(ublParty('<PartyLegalEntity><CompanyID>HRB 1</CompanyID></PartyLegalEntity>').sellerTaxId).toBeUndefined();
  });
});

describe('an identifier of a SEPA creditor', () => {
  const parties = ubl(
    ['Supplier', 'Customer']
      .map(
        (role) =>
          `<Accounting${role}Party><Party><PartyIdentification><ID schemeID="SEPA">DE98ZZZ09999999999</ID></PartyIdentification></Party></Accounting${role}Party>`,
      )
      .join(''),
  );

  it('is none of the seller, and stays with a buyer, who has no such thing', () => {
    expect(parties.seller?.identifiers).toEqual([]);
    expect(parties.buyer?.identifiers).toEqual([{ value: 'DE98ZZZ09999999999', schemeId: 'SEPA' }]);
  });
});

describe('the VAT total', () => {
  const total = (currency: string, amount: string, content = '') =>
    `<TaxTotal><TaxAmount currencyID="${currency}">${amount}</TaxAmount>${content}</TaxTotal>`;

  it('is the one in the currency of the invoice, not in that of the books', () => {
    const invoice = ubl(
      `<TaxCurrencyCode>SEK</TaxCurrencyCode>${total('SEK', '999.00')}${total('EUR', '90.00')}<LegalMonetaryTotal/>`,
    );
    expect(invoice.totals).toMatchObject({
      vatAmount: { value: '90.00' },
      vatAmountInAccountingCurrency: { value: '999.00' },
    });
    expect(invoice.amountCurrencies).toEqual(['EUR']);
  });

  it('is the sum of the breakdown where the file leaves it out, as for what is outside the scope of VAT', () => {
    const subtotal = (amount: string) =>
      `<ApplicableTradeTax><CalculatedAmount>${amount}</CalculatedAmount><BasisAmount>70</BasisAmount></ApplicableTradeTax>`;
    const sums = '<SpecifiedTradeSettlementHeaderMonetarySummation/>';
    const taxOf = (breakdown: string) => candidateOf(cii(breakdown + sums), 'xml').fields.taxAmount;
    expect(taxOf(subtotal('0'))).toBe('0.00');
    expect(taxOf(subtotal('1.9') + subtotal('2.05'))).toBe('3.95');
    expect(taxOf('')).toBeUndefined();
  });

  it('is found also under a wrong currency code', () => {
    const invoice = ubl(`${total('USD', '90.00', '<TaxSubtotal/>')}<LegalMonetaryTotal/>`);
    expect(invoice.totals?.vatAmount?.value).toBe('90.00');
  });

  it('of CII is chosen the same way', () => {
    const invoice = cii(
      '<TaxCurrencyCode>GBP</TaxCurrencyCode><SpecifiedTradeSettlementHeaderMonetarySummation><TaxTotalAmount currencyID="GBP">1.00</TaxTotalAmount><TaxTotalAmount currencyID="EUR">2.00</TaxTotalAmount></SpecifiedTradeSettlementHeaderMonetarySummation>',
    );
    expect(invoice.totals?.vatAmount?.value).toBe('2.00');
  });
});

describe('lines', () => {
  it('of kinds that only arrange are no part of the items', () => {
    const line = (id: string, kind: string) =>
      `<IncludedSupplyChainTradeLineItem><AssociatedDocumentLineDocument><LineID>${id}</LineID>${kind && `<LineStatusReasonCode>${kind}</LineStatusReasonCode>`}</AssociatedDocumentLineDocument><SpecifiedTradeProduct><Name>${id}</Name></SpecifiedTradeProduct></IncludedSupplyChainTradeLineItem>`;
    const lines = line('a', 'GROUP') + line('b', 'DETAIL') + line('c', 'INFORMATION') + line('d', '');
    const invoice = cii('', lines);
    expect(invoice.lines).toHaveLength(4);
    expect(candidateOf(invoice, 'xml').fields.items?.map(({ name }) => name)).toEqual(['b', 'd']);
  });

  it('within lines are kept with their parent, and counted once', () => {
    const line = (name: string, id: string, content = '') =>
      `<${name}><ID>${id}</ID><Item><Name>${id}</Name></Item>${content}</${name}>`;
    const invoice = ubl(line('InvoiceLine', '1', line('SubInvoiceLine', '1.1', line('SubInvoiceLine', '1.1.1'))));
    expect(invoice.lines.map(({ id, parentLineId }) => [id, parentLineId])).toEqual([
      ['1', undefined],
      ['1.1', '1'],
      ['1.1.1', '1.1'],
    ]);
    expect(candidateOf(invoice, 'xml').fields.items).toHaveLength(1);
  });

  it('show a price for several units as such, and a rate of none in words', () => {
    const line = (category: string) =>
      `<InvoiceLine><InvoicedQuantity unitCode="LTR">64.</InvoicedQuantity><Item><Name>x</Name><ClassifiedTaxCategory>${category}</ClassifiedTaxCategory></Item><Price><PriceAmount>361.0900</PriceAmount><BaseQuantity>100.</BaseQuantity></Price></InvoiceLine>`;
    const items = candidateOf(ubl(line('<ID>S</ID><Percent>27.00</Percent>') + line('<ID>O</ID>')), 'xml').fields.items;
    expect(items?.[0]).toEqual({
      name: 'x',
      quantity: '64',
      unit: 'LTR',
      unitPrice: '361.0900',
      priceBaseQuantity: '100',
      taxRate: '27%',
    });
    expect(items?.[1]?.taxRate).toBe('不征税');
  });
});

describe('values', () => {
  const totalOf = (text: string) =>
    candidateOf(ubl(`<LegalMonetaryTotal><TaxInclusiveAmount>${text}</TaxInclusiveAmount></LegalMonetaryTotal>`), 'xml')
      .fields.totalAmount;

  it('that are amounts get two decimals, and more only where they say something', () => {
    expect(totalOf('1656')).toBe('1656.00');
    expect(totalOf('-229.6')).toBe('-229.60');
    expect(totalOf('12.34500')).toBe('12.345');
    expect(totalOf('0')).toBe('0.00');
  });

  it('with a decimal comma are not taken for hundreds', () => {
    expect(totalOf('423,41')).toBe('423.41');
    expect(totalOf('1.423,41')).toBe('1423.41');
    expect(totalOf('1,423.41')).toBeUndefined();
    expect(totalOf('viel')).toBeUndefined();
  });

  it.each([
    ['2018-03-05', '2018-03-05'],
    ['2018-03-05+01:00', '2018-03-05'],
    ['2018-03-05T10:00:00Z', '2018-03-05'],
    ['20180305', '2018-03-05'],
    ['201803051030', '2018-03-05'],
    ['2018-02-30', '2018-02-30'],
  ])('the date %s is %s', (text, date) => {
    expect(ubl(`<IssueDate>${text}</IssueDate>`).issueDate).toBe(date);
  });

  it('that are missing are told from empty ones', () => {
    const invoice = ubl('<BuyerReference> </BuyerReference><Note>#ABC#text</Note>');
    expect(invoice.buyerReference).toBe('');
    expect(invoice.number).toBeUndefined();
    expect(invoice.emptyElements).toEqual(['Invoice/BuyerReference']);
    expect(invoice.notes).toEqual([{ subjectCode: 'ABC', text: 'text' }]);
  });
});

describe('the kind of document', () => {
  it.each([
    [
      '<Invoice><CustomizationID>x</CustomizationID><InvoiceTypeCode>380</InvoiceTypeCode></Invoice>',
      '欧盟电子发票（UBL）',
    ],
    ['<CreditNote><CustomizationID>x</CustomizationID></CreditNote>', '欧盟电子贷项通知单（UBL）'],
    [
      '<Invoice><CustomizationID>urn:xrechnung_3.0</CustomizationID><InvoiceTypeCode>384</InvoiceTypeCode></Invoice>',
      '欧盟电子更正发票（XRechnung，UBL）',
    ],
    [
      '<CrossIndustryInvoice><ExchangedDocument><TypeCode>381</TypeCode></ExchangedDocument></CrossIndustryInvoice>',
      '欧盟电子贷项通知单（CII）',
    ],
    ['<CrossIndustryDocument/>', '欧盟电子发票（ZUGFeRD 1）'],
  ])('%s is %s', (xml, kind) => {
    expect(fieldsOf(xml).invoiceType).toBe(kind);
  });

  it.each([
    ['urn:cen.eu:en16931:2017', 'EN 16931'],
    ['urn:factur-x.eu:1p0:minimum', 'MINIMUM'],
    ['urn:factur-x.eu:1p0:basicwl', 'BASIC WL'],
    ['urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic', 'BASIC'],
    ['urn:cen.eu:en16931:2017#compliant#urn:zugferd.de:2p0:basic', 'BASIC'],
    ['urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended', 'EXTENDED'],
    ['urn:ferd:invoice:1.0:extended', 'EXTENDED'],
    ['urn:ferd:CrossIndustryDocument:invoice:1p0:comfort', 'COMFORT'],
    ['urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.1', 'XRECHNUNG'],
    ['urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0', 'PEPPOL'],
    ['urn:something', 'other'],
    [undefined, 'unknown'],
  ])('%s is profile %s', (customizationId, profile) => {
    expect(profileOf(customizationId)).toBe(profile);
  });

  it('of an order is told, and of other XML is not guessed', () => {
    expect(otherDocument(rootOf('<x:SCRDMCCBDACIOMessageStructure xmlns:x="y"/>'))).toBe('订单（Order-X）');
    expect(otherDocument(rootOf('<Invoice/>'))).toBeUndefined();
    expect(readEn16931(rootOf('<Invoice><Total>1</Total></Invoice>'))).toBeNull();
  });
});

it('ZUGFeRD 1 keeps shipping apart, which is a charge', () => {
  const invoice = read(
    '<CrossIndustryDocument><SpecifiedSupplyChainTradeTransaction><ApplicableSupplyChainTradeSettlement><SpecifiedLogisticsServiceCharge><Description>Versand</Description><AppliedAmount>5.80</AppliedAmount><AppliedTradeTax><CategoryCode>S</CategoryCode><ApplicablePercent>7</ApplicablePercent></AppliedTradeTax></SpecifiedLogisticsServiceCharge></ApplicableSupplyChainTradeSettlement></SpecifiedSupplyChainTradeTransaction></CrossIndustryDocument>',
  );
  expect(invoice.charges).toEqual([
    { amount: { value: '5.80' }, reason: 'Versand', vatCategoryCode: 'S', vatRate: '7' },
  ]);
});

it('names of CII and of its draft may be mixed, and the amounts tell the currency that is missing', () => {
  const fields = fieldsOf(
    '<CrossIndustryInvoice><HeaderExchangedDocument><ID>R-1</ID></HeaderExchangedDocument><SupplyChainTradeTransaction><ApplicableSupplyChainTradeSettlement><SpecifiedTradeSettlementMonetarySummation><TaxTotalAmount currencyID="EUR">1.90</TaxTotalAmount><GrandTotalAmount currencyID="EUR">11.90</GrandTotalAmount></SpecifiedTradeSettlementMonetarySummation><InvoiceReferencedDocument><ID>R-0</ID></InvoiceReferencedDocument></ApplicableSupplyChainTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>',
  );
  expect(fields).toMatchObject({
    invoiceNumber: 'R-1',
    taxAmount: '1.90',
    totalAmount: '11.90',
    currency: 'EUR',
    precedingInvoiceNumber: 'R-0',
  });
});
