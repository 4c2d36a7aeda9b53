import { anEnInvoice, makeCiiInvoice, makeUblInvoice } from '@countinghouse/invoice-maker';
import { describe, expect, test } from 'vitest';
import { parseXml } from '../../xml/parse-xml.ts';
import { readEn16931 } from '../read-en16931.ts';
import { validateEn16931 } from './index.ts';

const facts = anEnInvoice({ seed: 'spoiled', hasExtras: true });
const ubl = makeUblInvoice(facts);
const cii = makeCiiInvoice(facts, { profile: 'EN 16931' });

function rulesOf(xml: string): string[] {
  const invoice = readEn16931(parseXml(new TextEncoder().encode(xml), 'invoice.xml'));
  if (!invoice) throw new Error('No invoice was read.');
  return validateEn16931(invoice).map(({ rule }) => rule);
}

type Change = (xml: string) => string;

/** Takes out the first element of that name, or that of `index` when it is counted from the end with a negative one. */
function without(name: string, index = 0): Change {
  return (xml) => {
    const all = [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>.*?</${name}>`, 'gs'))];
    const [found] = all.at(index) ?? [];
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return xml.replace(found, '');
  };
}

function replaced(from: string | RegExp, to: string): Change {
  return (xml) => {
    const changed = xml.replace(from, to);
    if (changed === xml) throw new Error(`There is no ${from}.`);
    return changed;
  };
}

/** In all places: a line takes its category from one place, the breakdown from another. */
const everywhere = (from: RegExp, to: string): Change => replaced(new RegExp(from, 'g'), to);

const EXAMPLES: [rule: string, ubl: Change, cii: Change][] = [
  ['BR-01', without('cbc:CustomizationID'), without('ram:GuidelineSpecifiedDocumentContextParameter')],
  ['BR-02', without('cbc:ID'), replaced(/<ram:ID>RE-[^<]*<\/ram:ID>/, '')],
  ['BR-03', without('cbc:IssueDate'), without('ram:IssueDateTime')],
  ['BR-04', without('cbc:InvoiceTypeCode'), replaced('<ram:TypeCode>380</ram:TypeCode>', '')],
  ['BR-05', without('cbc:DocumentCurrencyCode'), without('ram:InvoiceCurrencyCode')],
  ['BR-06', without('cbc:RegistrationName'), replaced(/(<ram:SellerTradeParty>.*?)<ram:Name>[^<]*<\/ram:Name>/s, '$1')],
  [
    'BR-07',
    without('cbc:RegistrationName', 1),
    replaced(/(<ram:BuyerTradeParty>.*?)<ram:Name>[^<]*<\/ram:Name>/s, '$1'),
  ],
  ['BR-08', without('cac:PostalAddress'), without('ram:PostalTradeAddress')],
  ['BR-09', without('cac:Country'), without('ram:CountryID')],
  ['BR-10', without('cac:PostalAddress', 1), without('ram:PostalTradeAddress', 1)],
  ['BR-12', without('cbc:LineExtensionAmount'), without('ram:LineTotalAmount', -1)],
  ['BR-13', without('cbc:TaxExclusiveAmount'), without('ram:TaxBasisTotalAmount')],
  ['BR-14', without('cbc:TaxInclusiveAmount'), without('ram:GrandTotalAmount')],
  ['BR-15', without('cbc:PayableAmount'), without('ram:DuePayableAmount')],
  ['BR-22', without('cbc:InvoicedQuantity'), without('ram:BilledQuantity')],
  [
    'BR-23',
    replaced(/(<cbc:InvoicedQuantity) unitCode="[^"]*"/, '$1'),
    replaced(/(<ram:BilledQuantity) unitCode="[^"]*"/, '$1'),
  ],
  ['BR-26', without('cbc:PriceAmount'), without('ram:NetPriceProductTradePrice')],
  [
    'BR-45',
    without('cbc:TaxableAmount'),
    replaced(
      /(<ram:ApplicableHeaderTradeSettlement>.*?<ram:ApplicableTradeTax>.*?)<ram:BasisAmount>[^<]*<\/ram:BasisAmount>/s,
      '$1',
    ),
  ],
  ['BR-49', without('cbc:PaymentMeansCode'), replaced('<ram:TypeCode>58</ram:TypeCode>', '')],
  ['BR-62', replaced(/(<cbc:EndpointID) schemeID="EM"/, '$1'), replaced(/(<ram:URIID) schemeID="EM"/, '$1')],
  [
    'BR-CL-04',
    replaced(/(<cbc:DocumentCurrencyCode>)EUR/, '$1EUX'),
    replaced(/(<ram:InvoiceCurrencyCode>)EUR/, '$1EUX'),
  ],
  ['BR-CL-14', replaced(/(<cbc:IdentificationCode>)[A-Z]{2}/, '$1QQ'), replaced(/(<ram:CountryID>)[A-Z]{2}/, '$1QQ')],
  ['BR-CL-23', replaced(/unitCode="[^"]*"/, 'unitCode="Pcs"'), replaced(/unitCode="[^"]*"/, 'unitCode="Pcs"')],
  ['BR-CO-04', without('cac:ClassifiedTaxCategory'), without('ram:ApplicableTradeTax')],
  ['BR-CO-09', replaced(/(<cbc:CompanyID>)[A-Z]{2}/, '$1'), replaced(/(schemeID="VA">)[A-Z]{2}/, '$1')],
  ['BR-CO-10', replaced(/(<cbc:LineExtensionAmount[^>]*>)/, '$11'), replaced(/(.*<ram:LineTotalAmount>)/s, '$11')],
  ['BR-CO-14', replaced(/(<cac:TaxTotal><cbc:TaxAmount[^>]*>)/, '$11'), replaced(/(<ram:TaxTotalAmount[^>]*>)/, '$11')],
  ['BR-CO-15', replaced(/(<cbc:TaxInclusiveAmount[^>]*>)/, '$11'), replaced(/(<ram:GrandTotalAmount>)/, '$11')],
  ['BR-CO-16', replaced(/(<cbc:PayableAmount[^>]*>)/, '$11'), replaced(/(<ram:DuePayableAmount>)/, '$11')],
  ['BR-DEC-18', replaced(/(<cbc:PayableAmount[^>]*>[^<]*)/, '$10'), replaced(/(<ram:DuePayableAmount>[^<]*)/, '$10')],
  ['BR-S-02', (xml) => without('cac:PartyTaxScheme')(xml), without('ram:SpecifiedTaxRegistration')],
  [
    'BR-S-05',
    replaced(/(<cac:ClassifiedTaxCategory><cbc:ID>S<\/cbc:ID><cbc:Percent>)[^<]*/, '$10'),
    replaced(/(<ram:RateApplicablePercent>)[^<]*/, '$10'),
  ],
  [
    'BR-AE-10',
    everywhere(/<cbc:ID>S<\/cbc:ID>/, '<cbc:ID>AE</cbc:ID>'),
    everywhere(/<ram:CategoryCode>S</, '<ram:CategoryCode>AE<'),
  ],
  [
    'BR-IC-12',
    everywhere(/<cbc:ID>S<\/cbc:ID>/, '<cbc:ID>K</cbc:ID>'),
    everywhere(/<ram:CategoryCode>S</, '<ram:CategoryCode>K<'),
  ],
  [
    'BR-O-05',
    everywhere(/<cbc:ID>S<\/cbc:ID>/, '<cbc:ID>O</cbc:ID>'),
    everywhere(/<ram:CategoryCode>S</, '<ram:CategoryCode>O<'),
  ],
];

describe('a spoiled file is told which rule it breaks', () => {
  test('and the file before that breaks none', () => {
    expect([...rulesOf(ubl), ...rulesOf(cii)]).toEqual([]);
  });

  test.each(EXAMPLES)('%s', (rule, changeUbl, changeCii) => {
    expect(rulesOf(changeUbl(ubl))).toContain(rule);
    expect(rulesOf(changeCii(cii))).toContain(rule);
  });
});

describe('what extensions add to a file counts', () => {
  const XRECHNUNG = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
  const EXTENSION = `${XRECHNUNG}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0`;

  test('an amount that an XRechnung collects for others is part of what is due', () => {
    const file = makeUblInvoice(facts, { customizationId: EXTENSION });
    const collected =
      '<cac:PrepaidPayment><cbc:ID>Fahrkarte</cbc:ID><cbc:PaidAmount currencyID="EUR">5.00</cbc:PaidAmount>' +
      '<cbc:InstructionID>Verkehrsbetrieb</cbc:InstructionID></cac:PrepaidPayment>';
    expect(rulesOf(file)).toEqual([]);
    expect(rulesOf(file.replace('<cac:TaxTotal>', `${collected}<cac:TaxTotal>`))).toEqual(['BR-DEX-09']);
  });

  test('and of what is due in Factur-X EXTENDED', () => {
    const file = makeCiiInvoice(facts, { profile: 'EXTENDED' });
    const collected =
      '<ram:SpecifiedFinancialAdjustment><ram:Reason>Pfand</ram:Reason><ram:ActualAmount>5.00</ram:ActualAmount>' +
      '</ram:SpecifiedFinancialAdjustment>';
    const before = '<ram:SpecifiedTradeSettlementHeaderMonetarySummation>';
    expect(rulesOf(file)).toEqual([]);
    expect(rulesOf(file.replace(before, collected + before))).toEqual(['BR-FXEXT-CO-16']);
  });

  test('a creditor identifier of CII without a direct debit is seen by XRechnung', () => {
    const file = makeCiiInvoice(facts, { profile: 'XRECHNUNG' });
    const creditor = '<ram:CreditorReferenceID>DE98ZZZ09999999999</ram:CreditorReferenceID>';
    const spoiled = file.replace('<ram:PaymentReference>', `${creditor}<ram:PaymentReference>`);
    expect(rulesOf(spoiled)).toEqual(['BR-DE-30', 'BR-DE-31', 'BR-DE-23-b']);
  });
});
