import type { EnAllowance, EnInvoiceFacts, EnLine } from './facts.ts';
import type { EnParty } from './parties.ts';
import { group, isNil, leaf } from './xml-writer.ts';

export interface UblOptions {
  /** BT-24; plain EN 16931 unless given. */
  customizationId?: string;
}

const NAMESPACES = {
  'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
};

/** UBL 2.1: an `Invoice`, or a `CreditNote` for type code 381. */
export function makeUblInvoice(facts: EnInvoiceFacts, options: UblOptions = {}): string {
  const kind = facts.typeCode === '381' ? 'CreditNote' : 'Invoice';
  const money = (name: string, value: string) => leaf(`cbc:${name}`, value, { currencyID: facts.currency });
  const body = group(
    kind,
    [
      leaf('cbc:CustomizationID', options.customizationId ?? 'urn:cen.eu:en16931:2017'),
      leaf('cbc:ProfileID', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'),
      leaf('cbc:ID', facts.number),
      leaf('cbc:IssueDate', facts.issueDate),
      kind === 'Invoice' ? leaf('cbc:DueDate', facts.dueDate) : '',
      leaf(`cbc:${kind}TypeCode`, facts.typeCode),
      leaf('cbc:Note', facts.note),
      leaf('cbc:DocumentCurrencyCode', facts.currency),
      leaf('cbc:BuyerReference', facts.buyerReference),
      group('cac:OrderReference', [leaf('cbc:ID', facts.orderReference)]),
      group('cac:BillingReference', [group('cac:InvoiceDocumentReference', [leaf('cbc:ID', facts.precedingNumber)])]),
      group('cac:AccountingSupplierParty', [partyOf(facts.seller)]),
      group('cac:AccountingCustomerParty', [partyOf(facts.buyer)]),
      group('cac:Delivery', [leaf('cbc:ActualDeliveryDate', facts.issueDate)]),
      paymentOf(facts, kind),
      group('cac:PaymentTerms', [leaf('cbc:Note', facts.paymentTerms)]),
      ...facts.allowances.map((entry) => allowanceOf(entry, { money, hasVat: true })),
      taxTotalOf(facts, money),
      totalsOf(facts, money),
      ...facts.lines.map((line, index) => lineOf(line, { index, kind, money })),
    ],
    { xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${kind}-2`, ...NAMESPACES },
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;
}

type Money = (name: string, value: string) => string;

function partyOf(party: EnParty): string {
  return group('cac:Party', [
    leaf('cbc:EndpointID', party.email, { schemeID: 'EM' }),
    group('cac:PartyName', [leaf('cbc:Name', party.tradingName)]),
    group('cac:PostalAddress', [
      leaf('cbc:StreetName', party.street),
      leaf('cbc:CityName', party.city),
      leaf('cbc:PostalZone', party.postCode),
      group('cac:Country', [leaf('cbc:IdentificationCode', party.countryCode)]),
    ]),
    group('cac:PartyTaxScheme', [leaf('cbc:CompanyID', party.vatId), group('cac:TaxScheme', [leaf('cbc:ID', 'VAT')])]),
    group('cac:PartyLegalEntity', [leaf('cbc:RegistrationName', party.name), leaf('cbc:CompanyID', party.legalId)]),
    group('cac:Contact', [
      leaf('cbc:Name', party.contactName),
      leaf('cbc:Telephone', party.telephone),
      leaf('cbc:ElectronicMail', party.email),
    ]),
  ]);
}

function paymentOf(facts: EnInvoiceFacts, kind: string): string {
  return group('cac:PaymentMeans', [
    leaf('cbc:PaymentMeansCode', '58'),
    kind === 'CreditNote' ? leaf('cbc:PaymentDueDate', facts.dueDate) : '',
    leaf('cbc:PaymentID', facts.number),
    group('cac:PayeeFinancialAccount', [leaf('cbc:ID', facts.iban), leaf('cbc:Name', facts.seller.name)]),
  ]);
}

function vatCategory(name: string, rate: string): string {
  return group(name, [leaf('cbc:ID', 'S'), leaf('cbc:Percent', rate), group('cac:TaxScheme', [leaf('cbc:ID', 'VAT')])]);
}

function allowanceOf(entry: EnAllowance, { money, hasVat }: { money: Money; hasVat: boolean }): string {
  return group('cac:AllowanceCharge', [
    leaf('cbc:ChargeIndicator', String(entry.isCharge)),
    leaf('cbc:AllowanceChargeReasonCode', entry.reasonCode),
    leaf('cbc:AllowanceChargeReason', entry.reason),
    money('Amount', entry.amount),
    hasVat ? vatCategory('cac:TaxCategory', entry.vatRate) : '',
  ]);
}

function taxTotalOf(facts: EnInvoiceFacts, money: Money): string {
  return group('cac:TaxTotal', [
    money('TaxAmount', facts.vatAmount),
    ...facts.vat.map(({ taxable, tax, rate }) =>
      group('cac:TaxSubtotal', [
        money('TaxableAmount', taxable),
        money('TaxAmount', tax),
        vatCategory('cac:TaxCategory', rate),
      ]),
    ),
  ]);
}

function totalsOf(facts: EnInvoiceFacts, money: Money): string {
  const unlessNil = (name: string, value: string) => (isNil(value) ? '' : money(name, value));
  return group('cac:LegalMonetaryTotal', [
    money('LineExtensionAmount', facts.sumOfLines),
    money('TaxExclusiveAmount', facts.amountWithoutVat),
    money('TaxInclusiveAmount', facts.amountWithVat),
    unlessNil('AllowanceTotalAmount', facts.sumOfAllowances),
    unlessNil('ChargeTotalAmount', facts.sumOfCharges),
    unlessNil('PrepaidAmount', facts.paidAmount),
    unlessNil('PayableRoundingAmount', facts.roundingAmount),
    money('PayableAmount', facts.amountDue),
  ]);
}

function lineOf(line: EnLine, { index, kind, money }: { index: number; kind: string; money: Money }): string {
  const unit = { unitCode: line.unitCode };
  return group(`cac:${kind}Line`, [
    leaf('cbc:ID', String(index + 1)),
    leaf(kind === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity', line.quantity, unit),
    money('LineExtensionAmount', line.netAmount),
    ...line.allowances.map((entry) => allowanceOf(entry, { money, hasVat: false })),
    group('cac:Item', [
      leaf('cbc:Description', line.description),
      leaf('cbc:Name', line.name),
      group('cac:SellersItemIdentification', [leaf('cbc:ID', line.sellerItemId)]),
      vatCategory('cac:ClassifiedTaxCategory', line.vatRate),
    ]),
    group('cac:Price', [
      money('PriceAmount', line.netPrice),
      line.baseQuantity === '1' ? '' : leaf('cbc:BaseQuantity', line.baseQuantity, unit),
    ]),
  ]);
}
