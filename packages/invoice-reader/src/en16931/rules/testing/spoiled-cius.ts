import { aCard, aDirectDebit, type CompleteInvoice, drop, first } from './a-valid-invoice.ts';
import {
  aCiiXrechnung,
  aCleanVehicleInvoice,
  anExtendedInvoice,
  anExtendedXrechnung,
  anXrechnung,
  aPeppolInvoice,
} from './invoice-variants.ts';
import { eur, type Spoiled, spoiled } from './spoiled-invoices.ts';

type Spoil = (invoice: CompleteInvoice) => void;

const line = (invoice: CompleteInvoice) => first(invoice.lines);
const row = (invoice: CompleteInvoice) => first(invoice.vatBreakdown);
const shared = (id: string, spoil: Spoil): Spoiled => spoiled(`PEPPOL-EN16931-${id}`, spoil, aPeppolInvoice);
const german = (id: string, spoil: Spoil): Spoiled => spoiled(`BR-DE-${id}`, spoil, anXrechnung);
const extension = (id: string, spoil: Spoil): Spoiled => spoiled(`BR-DEX-${id}`, spoil, anExtendedXrechnung);
const vehicle = (id: string, spoil: Spoil): Spoiled => spoiled(id, spoil, aCleanVehicleInvoice);

const xrechnung: Spoiled[] = [
  german('1', (i) => i.payments.splice(0)),
  german('2', (i) => drop(i.seller, 'contact')),
  german('3', (i) => drop(i.seller.address, 'city')),
  german('4', (i) => drop(i.seller.address, 'postCode')),
  german('5', (i) => drop(i.seller.contact, 'name')),
  german('6', (i) => drop(i.seller.contact, 'telephone')),
  german('7', (i) => drop(i.seller.contact, 'email')),
  german('8', (i) => drop(i.buyer.address, 'city')),
  german('9', (i) => drop(i.buyer.address, 'postCode')),
  german('10', (i) => drop(i.delivery.address, 'city')),
  german('11', (i) => drop(i.delivery.address, 'postCode')),
  german('14', (i) => drop(row(i), 'rate')),
  german('15', (i) => drop(i, 'buyerReference')),
  german('16', (i) => {
    drop(i.seller, 'vatId', 'taxRegistrationId');
    drop(i, 'taxRepresentative');
  }),
  german('17', (i) => Object.assign(i, { typeCode: '383' })),
  german('18', (i) => Object.assign(i, { paymentTerms: '#SKONTO#TAGE=7#PROZENT=2#' })),
  german('19', (i) => Object.assign(first(i.payments), { creditTransfers: [{ accountId: 'DE75512108001245126198' }] })),
  german('20', (i) => i.payments.push({ ...aDirectDebit(), directDebit: { debitedAccountId: '1' } })),
  german('21', (i) => Object.assign(i, { customizationId: 'urn:cen.eu:en16931:2017#xrechnung' })),
  german('22', (i) => Object.assign(i.supportingDocuments[1]?.attachment ?? {}, { fileName: 'd1.pdf' })),
  german('23-a', (i) => first(i.payments).creditTransfers.splice(0)),
  german('23-b', (i) => Object.assign(first(i.payments), { card: aCard().card })),
  german('24-a', (i) => i.payments.push({ meansCode: '54', creditTransfers: [] })),
  german('24-b', (i) => i.payments.push({ ...aCard(), directDebit: {} })),
  german('25-a', (i) => i.payments.push({ meansCode: '59', creditTransfers: [] })),
  german('25-b', (i) => i.payments.push({ ...aDirectDebit(), card: aCard().card })),
  german('26', (i) => {
    i.typeCode = '384';
    i.precedingInvoices.splice(0);
  }),
  german('27', (i) => Object.assign(i.seller.contact, { telephone: '12' })),
  german('28', (i) => Object.assign(i.seller.contact, { email: 'frau.example.org' })),
  german('30', (i) => i.payments.push({ ...aDirectDebit(), directDebit: { mandateReference: 'M' } })),
  german('31', (i) => i.payments.push({ ...aDirectDebit(), directDebit: { mandateReference: 'M' } })),
  spoiled('BR-DE-23-b', (i) => Object.assign(i, { settlementDebit: { creditorId: 'DE98ZZZ' } }), aCiiXrechnung),
  spoiled('BR-DE-30', (i) => Object.assign(i, { settlementDebit: { mandateReference: 'M' } }), aCiiXrechnung),
  spoiled('BR-DE-30', (i) => Object.assign(i, { settlementDebit: { creditorId: 'DE98ZZZ' } }), aCiiXrechnung),
  spoiled('BR-DE-31', (i) => Object.assign(i, { settlementDebit: { creditorId: 'DE98ZZZ' } }), aCiiXrechnung),
  german('TMP-32', (i) => {
    drop(i, 'delivery', 'period');
    drop(line(i), 'period');
  }),
  spoiled('BR-TMP-2', (i) => Object.assign(first(i.supportingDocuments), { externalLocation: 'd1.pdf' }), anXrechnung),
  spoiled('BR-TMP-3', (i) => Object.assign(line(i).price ?? {}, { grossBaseQuantity: { value: '2' } }), aCiiXrechnung),
];

const cleanVehicles: Spoiled[] = [
  vehicle('BR-DE-CVD-01', (i) => drop(i, 'contractReference')),
  vehicle('BR-DE-CVD-02', (i) => drop(i, 'tenderReference')),
  vehicle('BR-DE-CVD-03', (i) => line(i).item.attributes.splice(0)),
  vehicle('BR-DE-CVD-04', (i) => line(i).item.classifications.push({ value: 'M9', listId: 'CVD' })),
  vehicle('BR-DE-CVD-05', (i) => Object.assign(first(line(i).item.attributes), { value: 'dirty' })),
  vehicle('BR-DE-CVD-06-a', (i) => line(i).item.attributes.push({ name: 'cva', value: 'other' })),
  vehicle('BR-DE-CVD-06-b', (i) => line(i).item.classifications.splice(0)),
  vehicle('BR-TMP-CVD-01', (i) => line(i).item.classifications.push({ value: '1', listId: 'QQQ' })),
];

const xrechnungExtension: Spoiled[] = [
  extension('01', (i) =>
    Object.assign(first(i.supportingDocuments), { attachment: { mimeCode: 'text/html', sizeBytes: 1 } }),
  ),
  extension('02', (i) => i.lines.push({ ...line(i), id: '1.1', parentLineId: '1', netAmount: eur('95.00') })),
  extension('03', (i) => i.lines.push({ ...line(i), id: '1.1', parentLineId: '1', vat: [] })),
  extension('04', (i) => i.seller.identifiers.push({ value: '1', schemeId: 'XR04' })),
  extension('05', (i) => Object.assign(i.seller.legalRegistrationId, { schemeId: 'XR04' })),
  extension('06', (i) => Object.assign(line(i).item, { standardItemId: { value: '1', schemeId: 'XR04' } })),
  extension('07', (i) => Object.assign(i.buyer.electronicAddress, { schemeId: 'XR04' })),
  extension('08', (i) => Object.assign(i.delivery.locationId, { schemeId: 'XR04' })),
  extension('09', (i) => Object.assign(i.totals, { amountDue: eur('200.00') })),
  extension('10', (i) => drop(first(i.thirdPartyPayments ?? []), 'type')),
  extension('11', (i) => drop(first(i.thirdPartyPayments ?? []), 'amount')),
  extension('12', (i) => drop(first(i.thirdPartyPayments ?? []), 'description')),
  extension('13', (i) => Object.assign(first(i.thirdPartyPayments ?? []), { amount: eur('10.001') })),
  extension('14', (i) =>
    Object.assign(first(i.thirdPartyPayments ?? []), { amount: { value: '10.00', currencyId: 'SEK' } }),
  ),
  extension('15', (i) => {
    i.syntax = 'CII';
    line(i).parentLineId = '2';
  }),
];

const sharedRules: Spoiled[] = [
  shared('R001', (i) => drop(i, 'businessProcess')),
  spoiled('PEPPOL-EN16931-R001', (i) => drop(i, 'businessProcess'), anXrechnung),
  shared('R005', (i) => Object.assign(i, { accountingCurrencyCode: 'EUR' })),
  shared('R008', (i) => i.emptyElements.push('Invoice/Note')),
  shared('R010', (i) => drop(i.buyer, 'electronicAddress')),
  shared('R020', (i) => drop(i.seller, 'electronicAddress')),
  shared('R040', (i) => Object.assign(first(i.allowances), { amount: eur('6.03') })),
  shared('R041', (i) => drop(first(i.charges), 'baseAmount')),
  shared('R042', (i) => drop(first(line(i).allowances), 'percentage')),
  shared('R044', (i) => Object.assign(line(i).price ?? {}, { hasChargeOnPrice: true })),
  shared('R046', (i) => Object.assign(line(i).price ?? {}, { grossPrice: eur('12.01') })),
  shared('R053', (i) => Object.assign(first(i.taxTotals), { subtotalCount: 0 })),
  shared('R054', (i) => drop(i, 'accountingCurrencyCode')),
  shared('R055', (i) =>
    Object.assign(i.totals, { vatAmountInAccountingCurrency: { value: '-430.00', currencyId: 'SEK' } }),
  ),
  shared('R061', (i) => i.payments.push({ ...aDirectDebit(), directDebit: {} })),
  shared('R101', (i) => Object.assign(line(i), { referenceTypeCodes: ['50'] })),
  shared('R110', (i) => Object.assign(line(i).period ?? {}, { startDate: '2025-12-31' })),
  shared('R111', (i) => Object.assign(line(i).period ?? {}, { endDate: '2026-02-01' })),
  shared('R120', (i) => Object.assign(line(i), { netAmount: eur('96.03') })),
  shared('R121', (i) => Object.assign(line(i).price ?? {}, { baseQuantity: { value: '0' } })),
  shared('R130', (i) => Object.assign(line(i).price ?? {}, { baseQuantity: { value: '1', unitCode: 'KGM' } })),
];

const exemptions = [
  ['P0104', 'VATEX-EU-G'],
  ['P0105', 'VATEX-EU-O'],
  ['P0106', 'VATEX-EU-IC'],
  ['P0107', 'VATEX-EU-AE'],
  ['P0108', 'VATEX-EU-D'],
  ['P0109', 'VATEX-EU-F'],
  ['P0110', 'VATEX-EU-I'],
  ['P0111', 'VATEX-EU-J'],
] as const;

const identifiers = [
  ['R040', '0088', '7300010000002'],
  ['R041', '0192', '123456789'],
  ['R042', '0184', '12345678'],
  ['R043', '0208', '0123456789'],
  ['R044', '0201', '12345'],
  ['R045', '0210', '1234567890'],
  ['R046', '9907', '1234567890'],
  ['R047', '0211', 'IT01234567890'],
  ['R049', '0007', '2021005488'],
  ['R050', '0151', '51824753557'],
  ['R052', '0096', '123456789'],
  ['R053', '0198', '12345678'],
] as const;

const peppol: Spoiled[] = [
  shared('R002', (i) => {
    i.notes.push({ text: 'Noch etwas' });
    i.buyer.vatId = 'FR12345678901';
  }),
  shared('R003', (i) => drop(i, 'buyerReference', 'orderReference')),
  shared('R004', (i) => Object.assign(i, { customizationId: 'urn:peppol' })),
  shared('R006', (i) => i.invoicedObjects.push({ value: 'Z-9' })),
  shared('R007', (i) => Object.assign(i, { businessProcess: 'billing' })),
  shared('R051', (i) => i.amountCurrencies.push('USD')),
  shared('R080', (i) => i.projectReferences.push('P2')),
  shared('R100', (i) => Object.assign(line(i), { referenceTypeCodes: ['130', '130'] })),
  shared('P0100', (i) => Object.assign(i, { typeCode: '389' })),
  shared('P0101', (i) => Object.assign(i, { syntax: 'UBL CreditNote', typeCode: '308' })),
  shared('P0112', (i) => {
    i.typeCode = '384';
    i.seller.vatId = 'FR12345678901';
  }),
  shared('F001', (i) => Object.assign(i, { dueDate: '01.03.2026' })),
  shared('CL001', (i) =>
    Object.assign(first(i.supportingDocuments), { attachment: { mimeCode: 'text/html', sizeBytes: 1 } }),
  ),
  shared('CL002', (i) => Object.assign(first(i.allowances), { reasonCode: 'FC' })),
  shared('CL003', (i) => Object.assign(first(line(i).charges), { reasonCode: '95' })),
  shared('CL006', (i) => Object.assign(i, { taxPointDateCode: '5' })),
  shared('CL007', (i) => i.amountCurrencies.push('EURO')),
  shared('CL008', (i) => Object.assign(i.buyer.electronicAddress, { schemeId: 'SMTP' })),
  ...exemptions.map(([id, code]) => shared(id, (i) => Object.assign(row(i), { exemptionReasonCode: code }))),
  ...identifiers.map(([id, schemeId, value]) =>
    spoiled(`PEPPOL-COMMON-${id}`, (i) => i.buyer.identifiers.push({ value, schemeId }), aPeppolInvoice),
  ),
];

const extended = (id: string, spoil: Spoil): Spoiled => spoiled(`BR-FXEXT-${id}`, spoil, anExtendedInvoice);

const facturx: Spoiled[] = [
  extended('01', (i) => i.notes.push({ subjectCode: 'AAI', text: '' })),
  extended('03', (i) => Object.assign(i.buyer, { taxRegistrationId: '12/345/67890' })),
  extended('05', (i) => Object.assign(line(i), { lineStatusReasonCode: 'SUBTOTAL' })),
  extended('06', (i) => drop(line(i), 'lineStatusReasonCode')),
  extended('06', (i) => drop(i.lines[2] ?? line(i), 'lineStatusReasonCode')),
  extended('08', (i) => Object.assign(i.lines[2] ?? {}, { netAmount: eur('96.02') })),
  extended('11', (i) => Object.assign(line(i), { parentLineId: 'H' })),
  extended('12', (i) => {
    drop(i.lines[2] ?? line(i), 'netAmount');
    Object.assign(i.lines[2] ?? {}, { parentLineId: 'H' });
    i.lines.push({ ...line(i), id: 'H', parentLineId: undefined, lineStatusReasonCode: 'GROUP' });
  }),
  extended('BR-22', (i) => drop(line(i), 'quantity')),
  extended('BR-23', (i) => Object.assign(line(i), { quantity: { value: '10' } })),
  extended('BR-24', (i) => drop(line(i), 'netAmount')),
  extended('BR-26', (i) => drop(line(i), 'price')),
  extended('BR-38', (i) => drop(first(i.charges), 'reason', 'reasonCode')),
  extended('BR-44', (i) => drop(first(line(i).charges), 'reason', 'reasonCode')),
  extended('CO-04', (i) => line(i).vat.splice(0)),
  extended('CO-10', (i) => Object.assign(i.totals, { sumOfLines: eur('196.03') })),
  extended('CO-11', (i) => Object.assign(i.totals, { sumOfAllowances: eur('6.02') })),
  extended('CO-12', (i) => Object.assign(i.totals, { sumOfCharges: eur('10.02') })),
  extended('CO-13', (i) => Object.assign(i.totals, { amountWithoutVat: eur('200.05') })),
  extended('CO-15', (i) => Object.assign(i.totals, { amountWithVat: i.totals.amountWithoutVat })),
  extended('CO-16', (i) => Object.assign(i, { thirdPartyPayments: [{ amount: eur('10.00') }] })),
  extended('CO-15', (i) => Object.assign(i.totals, { amountWithVat: eur('238.05') })),
  extended('S-09b', (i) => Object.assign(row(i), { taxAmount: eur('38.05') })),
];

/** XRechnung, Peppol BIS Billing 3.0 and Factur-X EXTENDED. */
export const spoiledCiusInvoices: Spoiled[] = [
  ...xrechnung,
  ...cleanVehicles,
  ...xrechnungExtension,
  ...sharedRules,
  ...peppol,
  ...facturx,
];
