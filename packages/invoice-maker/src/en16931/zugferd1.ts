import { chargeIndicator, ciiDate } from './cii.ts';
import type { EnInvoiceFacts, EnLine } from './facts.ts';
import type { EnParty } from './parties.ts';
import { group, isNil, leaf } from './xml-writer.ts';

const NAMESPACES = {
  'xmlns:rsm': 'urn:ferd:CrossIndustryDocument:invoice:1p0',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15',
};

/** ZUGFeRD 1.0 of profile COMFORT: `CrossIndustryDocument`, a draft of CII with names of its own. */
export function makeZugferd1(facts: EnInvoiceFacts): string {
  const body = group(
    'rsm:CrossIndustryDocument',
    [
      group('rsm:SpecifiedExchangedDocumentContext', [
        group('ram:GuidelineSpecifiedDocumentContextParameter', [
          leaf('ram:ID', 'urn:ferd:CrossIndustryDocument:invoice:1p0:comfort'),
        ]),
      ]),
      group('rsm:HeaderExchangedDocument', [
        leaf('ram:ID', facts.number),
        leaf('ram:Name', 'RECHNUNG'),
        leaf('ram:TypeCode', facts.typeCode),
        ciiDate('ram:IssueDateTime', facts.issueDate),
        group('ram:IncludedNote', [leaf('ram:Content', facts.note)]),
      ]),
      group('rsm:SpecifiedSupplyChainTradeTransaction', [
        group('ram:ApplicableSupplyChainTradeAgreement', [
          leaf('ram:BuyerReference', facts.buyerReference),
          group('ram:SellerTradeParty', partyOf(facts.seller)),
          group('ram:BuyerTradeParty', partyOf(facts.buyer)),
          group('ram:BuyerOrderReferencedDocument', [leaf('ram:ID', facts.orderReference)]),
        ]),
        '<ram:ApplicableSupplyChainTradeDelivery/>',
        settlementOf(facts),
        ...facts.lines.map((line, index) => lineOf(line, { index, currency: facts.currency })),
      ]),
    ],
    NAMESPACES,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
}

function partyOf(party: EnParty): string[] {
  return [
    leaf('ram:Name', party.name),
    group('ram:PostalTradeAddress', [
      leaf('ram:PostcodeCode', party.postCode),
      leaf('ram:LineOne', party.street),
      leaf('ram:CityName', party.city),
      leaf('ram:CountryID', party.countryCode),
    ]),
    group('ram:SpecifiedTaxRegistration', [leaf('ram:ID', party.vatId, { schemeID: 'VA' })]),
  ];
}

function settlementOf(facts: EnInvoiceFacts): string {
  const currencyID = facts.currency;
  const money = (name: string, value: string) => leaf(`ram:${name}`, value, { currencyID });
  return group('ram:ApplicableSupplyChainTradeSettlement', [
    leaf('ram:PaymentReference', facts.number),
    leaf('ram:InvoiceCurrencyCode', facts.currency),
    group('ram:SpecifiedTradeSettlementPaymentMeans', [
      leaf('ram:TypeCode', '31'),
      group('ram:PayeePartyCreditorFinancialAccount', [leaf('ram:IBANID', facts.iban)]),
    ]),
    ...facts.vat.map(({ taxable, tax, rate }) =>
      group('ram:ApplicableTradeTax', [
        money('CalculatedAmount', tax),
        leaf('ram:TypeCode', 'VAT'),
        money('BasisAmount', taxable),
        leaf('ram:CategoryCode', 'S'),
        leaf('ram:ApplicablePercent', rate),
      ]),
    ),
    ...facts.allowances.map((entry) =>
      group('ram:SpecifiedTradeAllowanceCharge', [
        chargeIndicator(entry.isCharge),
        money('ActualAmount', entry.amount),
        leaf('ram:Reason', entry.reason),
        group('ram:CategoryTradeTax', taxOf(entry.vatRate)),
      ]),
    ),
    group('ram:SpecifiedTradePaymentTerms', [
      leaf('ram:Description', facts.paymentTerms),
      ciiDate('ram:DueDateDateTime', facts.dueDate),
    ]),
    group('ram:SpecifiedTradeSettlementMonetarySummation', [
      money('LineTotalAmount', facts.sumOfLines),
      money('ChargeTotalAmount', facts.sumOfCharges),
      money('AllowanceTotalAmount', facts.sumOfAllowances),
      money('TaxBasisTotalAmount', facts.amountWithoutVat),
      money('TaxTotalAmount', facts.vatAmount),
      money('GrandTotalAmount', facts.amountWithVat),
      isNil(facts.paidAmount) ? '' : money('TotalPrepaidAmount', facts.paidAmount),
      isNil(facts.roundingAmount) ? '' : money('RoundingAmount', facts.roundingAmount),
      money('DuePayableAmount', facts.amountDue),
    ]),
  ]);
}

function taxOf(rate: string): string[] {
  return [leaf('ram:TypeCode', 'VAT'), leaf('ram:CategoryCode', 'S'), leaf('ram:ApplicablePercent', rate)];
}

function lineOf(line: EnLine, { index, currency }: { index: number; currency: string }): string {
  return group('ram:IncludedSupplyChainTradeLineItem', [
    group('ram:AssociatedDocumentLineDocument', [leaf('ram:LineID', String(index + 1))]),
    group('ram:SpecifiedSupplyChainTradeAgreement', [
      group('ram:NetPriceProductTradePrice', [
        leaf('ram:ChargeAmount', line.netPrice, { currencyID: currency }),
        leaf('ram:BasisQuantity', line.baseQuantity, { unitCode: line.unitCode }),
      ]),
    ]),
    group('ram:SpecifiedSupplyChainTradeDelivery', [
      leaf('ram:BilledQuantity', line.quantity, { unitCode: line.unitCode }),
    ]),
    group('ram:SpecifiedSupplyChainTradeSettlement', [
      group('ram:ApplicableTradeTax', taxOf(line.vatRate)),
      ...line.allowances.map((entry) =>
        group('ram:SpecifiedTradeAllowanceCharge', [
          chargeIndicator(entry.isCharge),
          leaf('ram:ActualAmount', entry.amount),
          leaf('ram:Reason', entry.reason),
        ]),
      ),
      group('ram:SpecifiedTradeSettlementMonetarySummation', [
        leaf('ram:LineTotalAmount', line.netAmount, { currencyID: currency }),
      ]),
    ]),
    group('ram:SpecifiedTradeProduct', [leaf('ram:Name', line.name), leaf('ram:Description', line.description)]),
  ]);
}
