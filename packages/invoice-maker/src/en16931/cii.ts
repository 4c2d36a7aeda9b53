import type { EnAllowance, EnInvoiceFacts, EnLine } from './facts.ts';
import type { EnParty } from './parties.ts';
import { group, isNil, leaf } from './xml-writer.ts';

export type CiiProfile = 'MINIMUM' | 'BASIC WL' | 'BASIC' | 'EN 16931' | 'EXTENDED' | 'XRECHNUNG';

export const CII_PROFILES: readonly CiiProfile[] = [
  'MINIMUM',
  'BASIC WL',
  'BASIC',
  'EN 16931',
  'EXTENDED',
  'XRECHNUNG',
];

/** BT-24 of Factur-X 1.0 and XRechnung 3.0. */
const GUIDELINES: Record<CiiProfile, string> = {
  MINIMUM: 'urn:factur-x.eu:1p0:minimum',
  'BASIC WL': 'urn:factur-x.eu:1p0:basicwl',
  BASIC: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  'EN 16931': 'urn:cen.eu:en16931:2017',
  EXTENDED: 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
  XRECHNUNG: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
};

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

export interface CiiOptions {
  profile: CiiProfile;
}

/** CII D16B. MINIMUM and BASIC WL leave out what those profiles do not have. */
export function makeCiiInvoice(facts: EnInvoiceFacts, { profile }: CiiOptions): string {
  const hasLines = profile !== 'MINIMUM' && profile !== 'BASIC WL';
  const body = group(
    'rsm:CrossIndustryInvoice',
    [
      group('rsm:ExchangedDocumentContext', [
        profile === 'XRECHNUNG'
          ? group('ram:BusinessProcessSpecifiedDocumentContextParameter', [
              leaf('ram:ID', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'),
            ])
          : '',
        group('ram:GuidelineSpecifiedDocumentContextParameter', [leaf('ram:ID', GUIDELINES[profile])]),
      ]),
      group('rsm:ExchangedDocument', [
        leaf('ram:ID', facts.number),
        leaf('ram:TypeCode', facts.typeCode),
        ciiDate('ram:IssueDateTime', facts.issueDate),
        profile === 'MINIMUM' ? '' : group('ram:IncludedNote', [leaf('ram:Content', facts.note)]),
      ]),
      group('rsm:SupplyChainTradeTransaction', [
        ...(hasLines ? facts.lines.map(lineOf) : []),
        agreementOf(facts, profile),
        deliveryOf(facts, profile),
        settlementOf(facts, profile),
      ]),
    ],
    NAMESPACES,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
}

/** Format 102 is `YYYYMMDD`. */
export function ciiDate(name: string, date: string): string {
  return group(name, [leaf('udt:DateTimeString', date.replaceAll('-', ''), { format: '102' })]);
}

export function chargeIndicator(isCharge: boolean): string {
  return group('ram:ChargeIndicator', [leaf('udt:Indicator', String(isCharge))]);
}

function lineOf(line: EnLine, index: number): string {
  return group('ram:IncludedSupplyChainTradeLineItem', [
    group('ram:AssociatedDocumentLineDocument', [leaf('ram:LineID', String(index + 1))]),
    group('ram:SpecifiedTradeProduct', [
      leaf('ram:SellerAssignedID', line.sellerItemId),
      leaf('ram:Name', line.name),
      leaf('ram:Description', line.description),
    ]),
    group('ram:SpecifiedLineTradeAgreement', [
      group('ram:NetPriceProductTradePrice', [
        leaf('ram:ChargeAmount', line.netPrice),
        line.baseQuantity === '1' ? '' : leaf('ram:BasisQuantity', line.baseQuantity, { unitCode: line.unitCode }),
      ]),
    ]),
    group('ram:SpecifiedLineTradeDelivery', [leaf('ram:BilledQuantity', line.quantity, { unitCode: line.unitCode })]),
    group('ram:SpecifiedLineTradeSettlement', [
      group('ram:ApplicableTradeTax', [
        leaf('ram:TypeCode', 'VAT'),
        leaf('ram:CategoryCode', 'S'),
        leaf('ram:RateApplicablePercent', line.vatRate),
      ]),
      ...line.allowances.map((entry) => allowanceOf(entry, '')),
      group('ram:SpecifiedTradeSettlementLineMonetarySummation', [leaf('ram:LineTotalAmount', line.netAmount)]),
    ]),
  ]);
}

function allowanceOf(entry: EnAllowance, tax: string): string {
  return group('ram:SpecifiedTradeAllowanceCharge', [
    chargeIndicator(entry.isCharge),
    leaf('ram:ActualAmount', entry.amount),
    leaf('ram:ReasonCode', entry.reasonCode),
    leaf('ram:Reason', entry.reason),
    tax,
  ]);
}

function agreementOf(facts: EnInvoiceFacts, profile: CiiProfile): string {
  return group('ram:ApplicableHeaderTradeAgreement', [
    leaf('ram:BuyerReference', facts.buyerReference),
    group('ram:SellerTradeParty', partyOf(facts.seller, profile)),
    group('ram:BuyerTradeParty', partyOf(facts.buyer, profile)),
    group('ram:BuyerOrderReferencedDocument', [leaf('ram:IssuerAssignedID', facts.orderReference)]),
  ]);
}

function partyOf(party: EnParty, profile: CiiProfile): string[] {
  const hasContact = profile !== 'MINIMUM' && profile !== 'BASIC WL' && profile !== 'BASIC';
  const isMinimum = profile === 'MINIMUM';
  return [
    leaf('ram:Name', party.name),
    group('ram:SpecifiedLegalOrganization', [
      leaf('ram:ID', party.legalId),
      isMinimum ? '' : leaf('ram:TradingBusinessName', party.tradingName),
    ]),
    hasContact
      ? group('ram:DefinedTradeContact', [
          leaf('ram:PersonName', party.contactName),
          group('ram:TelephoneUniversalCommunication', [leaf('ram:CompleteNumber', party.telephone)]),
          group('ram:EmailURIUniversalCommunication', [leaf('ram:URIID', party.email)]),
        ])
      : '',
    group('ram:PostalTradeAddress', [
      isMinimum ? '' : leaf('ram:PostcodeCode', party.postCode),
      isMinimum ? '' : leaf('ram:LineOne', party.street),
      isMinimum ? '' : leaf('ram:CityName', party.city),
      leaf('ram:CountryID', party.countryCode),
    ]),
    isMinimum ? '' : group('ram:URIUniversalCommunication', [leaf('ram:URIID', party.email, { schemeID: 'EM' })]),
    group('ram:SpecifiedTaxRegistration', [leaf('ram:ID', party.vatId, { schemeID: 'VA' })]),
  ];
}

/** The group is mandatory, even empty. */
function deliveryOf(facts: EnInvoiceFacts, profile: CiiProfile): string {
  if (profile === 'MINIMUM') return '<ram:ApplicableHeaderTradeDelivery/>';
  return group('ram:ApplicableHeaderTradeDelivery', [
    group('ram:ActualDeliverySupplyChainEvent', [ciiDate('ram:OccurrenceDateTime', facts.issueDate)]),
  ]);
}

function settlementOf(facts: EnInvoiceFacts, profile: CiiProfile): string {
  const isMinimum = profile === 'MINIMUM';
  const parts = isMinimum
    ? [leaf('ram:InvoiceCurrencyCode', facts.currency)]
    : [
        leaf('ram:PaymentReference', facts.number),
        leaf('ram:InvoiceCurrencyCode', facts.currency),
        group('ram:SpecifiedTradeSettlementPaymentMeans', [
          leaf('ram:TypeCode', '58'),
          group('ram:PayeePartyCreditorFinancialAccount', [
            leaf('ram:IBANID', facts.iban),
            profile === 'BASIC WL' || profile === 'BASIC' ? '' : leaf('ram:AccountName', facts.seller.name),
          ]),
        ]),
        ...facts.vat.map(({ taxable, tax, rate }) =>
          group('ram:ApplicableTradeTax', [
            leaf('ram:CalculatedAmount', tax),
            leaf('ram:TypeCode', 'VAT'),
            leaf('ram:BasisAmount', taxable),
            leaf('ram:CategoryCode', 'S'),
            leaf('ram:RateApplicablePercent', rate),
          ]),
        ),
        ...facts.allowances.map((entry) => allowanceOf(entry, categoryOf(entry.vatRate))),
        group('ram:SpecifiedTradePaymentTerms', [
          leaf('ram:Description', facts.paymentTerms),
          ciiDate('ram:DueDateDateTime', facts.dueDate),
        ]),
      ];
  return group('ram:ApplicableHeaderTradeSettlement', [
    ...parts,
    totalsOf(facts, isMinimum),
    isMinimum ? '' : group('ram:InvoiceReferencedDocument', [leaf('ram:IssuerAssignedID', facts.precedingNumber)]),
  ]);
}

function categoryOf(rate: string): string {
  return group('ram:CategoryTradeTax', [
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:CategoryCode', 'S'),
    leaf('ram:RateApplicablePercent', rate),
  ]);
}

function totalsOf(facts: EnInvoiceFacts, isMinimum: boolean): string {
  const optional = (name: string, value: string) => (isMinimum || isNil(value) ? '' : leaf(name, value));
  return group('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
    isMinimum ? '' : leaf('ram:LineTotalAmount', facts.sumOfLines),
    optional('ram:ChargeTotalAmount', facts.sumOfCharges),
    optional('ram:AllowanceTotalAmount', facts.sumOfAllowances),
    leaf('ram:TaxBasisTotalAmount', facts.amountWithoutVat),
    leaf('ram:TaxTotalAmount', facts.vatAmount, { currencyID: facts.currency }),
    optional('ram:RoundingAmount', facts.roundingAmount),
    leaf('ram:GrandTotalAmount', facts.amountWithVat),
    optional('ram:TotalPrepaidAmount', facts.paidAmount),
    leaf('ram:DuePayableAmount', facts.amountDue),
  ]);
}
