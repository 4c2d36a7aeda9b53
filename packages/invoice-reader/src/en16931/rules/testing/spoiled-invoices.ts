import { aCard, aDirectDebit, anInvoice, type CompleteInvoice, drop, first } from './a-valid-invoice.ts';
import { aCiiInvoice } from './invoice-variants.ts';

/** A rule, a valid invoice and what makes it break that rule. */
export interface Spoiled {
  rule: string;
  start: () => CompleteInvoice;
  spoil: (invoice: CompleteInvoice) => void;
}

export function spoiled(rule: string, spoil: (invoice: CompleteInvoice) => void, start = anInvoice): Spoiled {
  return { rule, start, spoil };
}

export const eur = (value: string): { value: string; currencyId: string } => ({ value, currencyId: 'EUR' });

const line = (invoice: CompleteInvoice) => first(invoice.lines);
const lineAllowance = (invoice: CompleteInvoice) => first(line(invoice).allowances);
const lineCharge = (invoice: CompleteInvoice) => first(line(invoice).charges);
const row = (invoice: CompleteInvoice) => first(invoice.vatBreakdown);

const present: Spoiled[] = [
  spoiled('BR-01', (i) => drop(i, 'customizationId')),
  spoiled('BR-02', (i) => drop(i, 'number')),
  spoiled('BR-03', (i) => drop(i, 'issueDate')),
  spoiled('BR-04', (i) => drop(i, 'typeCode')),
  spoiled('BR-05', (i) => drop(i, 'currencyCode')),
  spoiled('BR-06', (i) => drop(i.seller, 'name')),
  spoiled('BR-07', (i) => drop(i.buyer, 'name')),
  spoiled('BR-08', (i) => drop(i.seller, 'address')),
  spoiled('BR-09', (i) => drop(i.seller.address, 'countryCode')),
  spoiled('BR-10', (i) => drop(i.buyer, 'address')),
  spoiled('BR-11', (i) => drop(i.buyer.address, 'countryCode')),
  spoiled('BR-12', (i) => drop(i.totals, 'sumOfLines')),
  spoiled('BR-13', (i) => drop(i.totals, 'amountWithoutVat')),
  spoiled('BR-14', (i) => drop(i.totals, 'amountWithVat')),
  spoiled('BR-15', (i) => drop(i.totals, 'amountDue')),
  spoiled('BR-16', (i) => i.lines.splice(0)),
  spoiled('BR-17', (i) => drop(i.payee, 'name')),
  spoiled('BR-17', (i) => Object.assign(i.payee, { name: i.seller.tradingName })),
  spoiled('BR-17', (i) => Object.assign(i.payee, { name: i.seller.name }), aCiiInvoice),
  spoiled('BR-17', (i) => Object.assign(i.payee.identifier, first(i.seller.identifiers))),
  spoiled('BR-18', (i) => drop(i.taxRepresentative, 'name')),
  spoiled('BR-19', (i) => drop(i.taxRepresentative, 'address')),
  spoiled('BR-20', (i) => drop(i.taxRepresentative.address, 'countryCode')),
  spoiled('BR-21', (i) => drop(line(i), 'id')),
  spoiled('BR-22', (i) => drop(line(i), 'quantity')),
  spoiled('BR-23', (i) => Object.assign(line(i), { quantity: { value: '10' } })),
  spoiled('BR-24', (i) => drop(line(i), 'netAmount')),
  spoiled('BR-25', (i) => drop(line(i).item, 'name')),
  spoiled('BR-26', (i) => drop(line(i), 'price')),
  spoiled('BR-27', (i) => Object.assign(line(i).price ?? {}, { netPrice: eur('-1.00') })),
  spoiled('BR-28', (i) => Object.assign(line(i).price ?? {}, { grossPrice: eur('-1.00') })),
  spoiled('BR-29', (i) => Object.assign(i.period, { endDate: '2025-12-31' })),
  spoiled('BR-30', (i) => Object.assign(line(i).period ?? {}, { endDate: '2025-12-31' })),
];

const groups: Spoiled[] = [
  spoiled('BR-31', (i) => drop(first(i.allowances), 'amount')),
  spoiled('BR-32', (i) => drop(first(i.allowances), 'vatCategoryCode')),
  spoiled('BR-33', (i) => drop(first(i.allowances), 'reason', 'reasonCode')),
  spoiled('BR-CO-21', (i) => drop(first(i.allowances), 'reason', 'reasonCode')),
  spoiled('BR-36', (i) => drop(first(i.charges), 'amount')),
  spoiled('BR-37', (i) => drop(first(i.charges), 'vatCategoryCode')),
  spoiled('BR-38', (i) => drop(first(i.charges), 'reason', 'reasonCode')),
  spoiled('BR-CO-22', (i) => drop(first(i.charges), 'reason', 'reasonCode')),
  spoiled('BR-41', (i) => drop(lineAllowance(i), 'amount')),
  spoiled('BR-42', (i) => drop(lineAllowance(i), 'reason', 'reasonCode')),
  spoiled('BR-CO-23', (i) => drop(lineAllowance(i), 'reason', 'reasonCode')),
  spoiled('BR-43', (i) => drop(lineCharge(i), 'amount')),
  spoiled('BR-44', (i) => drop(lineCharge(i), 'reason', 'reasonCode')),
  spoiled('BR-CO-24', (i) => drop(lineCharge(i), 'reason', 'reasonCode')),
  spoiled('BR-45', (i) => drop(row(i), 'taxableAmount')),
  spoiled('BR-46', (i) => drop(row(i), 'taxAmount')),
  spoiled('BR-47', (i) => drop(row(i), 'categoryCode')),
  spoiled('BR-48', (i) => drop(row(i), 'rate')),
  spoiled('BR-49', (i) => drop(first(i.payments), 'meansCode')),
  spoiled('BR-50', (i) => Object.assign(first(i.payments), { creditTransfers: [{ accountName: 'Konto' }] })),
  spoiled('BR-51', (i) => i.payments.push({ ...aCard(), card: { primaryAccountNumber: '4111111111111111' } })),
  spoiled('BR-52', (i) => drop(first(i.supportingDocuments), 'reference')),
  spoiled('BR-53', (i) => i.taxTotals.pop()),
  spoiled('BR-53', (i) => Object.assign(i, { accountingCurrencyCode: 'EUR' }), aCiiInvoice),
  spoiled('BR-54', (i) => line(i).item.attributes.push({ name: 'Farbe' })),
  spoiled('BR-55', (i) => drop(first(i.precedingInvoices), 'number')),
  spoiled('BR-56', (i) => drop(i.taxRepresentative, 'vatId')),
  spoiled('BR-57', (i) => drop(i.delivery.address, 'countryCode')),
  spoiled('BR-61', (i) => first(i.payments).creditTransfers.splice(0)),
  spoiled('BR-61', (i) => Object.assign(first(i.payments), { creditTransfers: [{}] }), aCiiInvoice),
  spoiled('BR-62', (i) => drop(i.seller.electronicAddress, 'schemeId')),
  spoiled('BR-63', (i) => drop(i.buyer.electronicAddress, 'schemeId')),
  spoiled('BR-64', (i) => Object.assign(line(i).item, { standardItemId: { value: '4000001123452' } })),
  spoiled('BR-65', (i) => line(i).item.classifications.push({ value: '01.02' })),
  spoiled('BR-66', (i) => i.payments.push(aCard(), aCard())),
  spoiled('BR-67', (i) => i.payments.push(aDirectDebit(), aDirectDebit())),
];

const conditions: Spoiled[] = [
  spoiled('BR-CO-03', (i) => Object.assign(i, { taxPointDateCode: '3' })),
  spoiled('BR-CO-04', (i) => line(i).vat.splice(0)),
  spoiled('BR-CO-09', (i) => Object.assign(i.seller, { vatId: '123456789' })),
  spoiled('BR-CO-09', (i) => Object.assign(i.buyer, { vatId: 'QQ123456789' })),
  spoiled('BR-CO-10', (i) => Object.assign(line(i), { netAmount: eur('96.01') })),
  spoiled('BR-CO-11', (i) => Object.assign(i.totals, { sumOfAllowances: eur('6.01') })),
  spoiled('BR-CO-11', (i) => drop(i.totals, 'sumOfAllowances')),
  spoiled('BR-CO-12', (i) => Object.assign(i.totals, { sumOfCharges: eur('9.99') })),
  spoiled('BR-CO-12', (i) => i.charges.splice(0)),
  spoiled('BR-CO-13', (i) => Object.assign(i.totals, { amountWithoutVat: eur('200.01') })),
  spoiled('BR-CO-14', (i) => Object.assign(i.totals, { vatAmount: eur('38.01') })),
  spoiled('BR-CO-15', (i) => Object.assign(i.totals, { amountWithVat: eur('238.01') })),
  spoiled('BR-CO-15', (i) => i.taxTotals.shift()),
  spoiled('BR-CO-15', (i) => i.taxTotals.push({ amount: eur('38.00'), subtotalCount: 0 })),
  spoiled('BR-CO-16', (i) => Object.assign(i.totals, { amountDue: eur('199.99') })),
  spoiled('BR-CO-16', (i) => Object.assign(i.totals, { roundingAmount: eur('0.01') })),
  spoiled('BR-CO-17', (i) => Object.assign(row(i), { taxAmount: eur('39.00') })),
  spoiled('BR-CO-17', (i) => Object.assign(row(i), { rate: '0' })),
  spoiled('BR-CO-18', (i) => i.vatBreakdown.splice(0)),
  spoiled('BR-CO-19', (i) => drop(i.period, 'startDate', 'endDate')),
  spoiled('BR-CO-20', (i) => Object.assign(line(i), { period: {} })),
  spoiled('BR-CO-25', (i) => drop(i, 'dueDate', 'paymentTerms')),
  spoiled('BR-CO-26', (i) => {
    drop(i.seller, 'legalRegistrationId', 'vatId');
    i.seller.identifiers.splice(0);
  }),
  spoiled('BR-B-01', (i) => {
    row(i).categoryCode = 'B';
  }),
  spoiled('BR-B-02', (i) => {
    first(i.allowances).vatCategoryCode = 'B';
  }),
  spoiled('XSD-DECIMAL', (i) => Object.assign(i.totals, { amountDue: eur('1,00') })),
  spoiled('XSD-DECIMAL', (i) => Object.assign(line(i), { quantity: { value: 'zehn', unitCode: 'C62' } })),
  spoiled('XSD-DATE', (i) => Object.assign(i, { issueDate: '2026-02-30' })),
];

const THREE_DECIMALS = eur('1.001');

const decimals: Spoiled[] = [
  spoiled('BR-DEC-01', (i) => Object.assign(first(i.allowances), { amount: THREE_DECIMALS })),
  spoiled('BR-DEC-02', (i) => Object.assign(first(i.allowances), { baseAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-05', (i) => Object.assign(first(i.charges), { amount: THREE_DECIMALS })),
  spoiled('BR-DEC-06', (i) => Object.assign(first(i.charges), { baseAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-09', (i) => Object.assign(i.totals, { sumOfLines: THREE_DECIMALS })),
  spoiled('BR-DEC-10', (i) => Object.assign(i.totals, { sumOfAllowances: THREE_DECIMALS })),
  spoiled('BR-DEC-11', (i) => Object.assign(i.totals, { sumOfCharges: THREE_DECIMALS })),
  spoiled('BR-DEC-12', (i) => Object.assign(i.totals, { amountWithoutVat: THREE_DECIMALS })),
  spoiled('BR-DEC-13', (i) => Object.assign(i.totals, { vatAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-14', (i) => Object.assign(i.totals, { amountWithVat: THREE_DECIMALS })),
  spoiled('BR-DEC-15', (i) => Object.assign(i.totals, { vatAmountInAccountingCurrency: THREE_DECIMALS })),
  spoiled('BR-DEC-16', (i) => Object.assign(i.totals, { paidAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-17', (i) => Object.assign(i.totals, { roundingAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-18', (i) => Object.assign(i.totals, { amountDue: THREE_DECIMALS })),
  spoiled('BR-DEC-19', (i) => Object.assign(row(i), { taxableAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-20', (i) => Object.assign(row(i), { taxAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-23', (i) => Object.assign(line(i), { netAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-24', (i) => Object.assign(lineAllowance(i), { amount: THREE_DECIMALS })),
  spoiled('BR-DEC-25', (i) => Object.assign(lineAllowance(i), { baseAmount: THREE_DECIMALS })),
  spoiled('BR-DEC-27', (i) => Object.assign(lineCharge(i), { amount: THREE_DECIMALS })),
  spoiled('BR-DEC-28', (i) => Object.assign(lineCharge(i), { baseAmount: THREE_DECIMALS })),
];

const codes: Spoiled[] = [
  spoiled('BR-CL-01', (i) => Object.assign(i, { typeCode: '381' })),
  spoiled('BR-CL-01', (i) => Object.assign(i, { syntax: 'UBL CreditNote' })),
  spoiled('BR-CL-01', (i) => Object.assign(i, { typeCode: '999' }), aCiiInvoice),
  spoiled('BR-CL-03', (i) => i.amountCurrencies.push('EURO')),
  spoiled('BR-CL-04', (i) => Object.assign(i, { currencyCode: 'EURO' })),
  spoiled('BR-CL-05', (i) => Object.assign(i, { accountingCurrencyCode: 'KRO' })),
  spoiled('BR-CL-06', (i) => Object.assign(i, { taxPointDateCode: '5' })),
  spoiled('BR-CL-06', (i) => Object.assign(i, { taxPointDateCode: '35' }), aCiiInvoice),
  spoiled('BR-CL-07', (i) => i.invoicedObjects.push({ value: 'Z', schemeId: 'QQQ' })),
  spoiled('BR-CL-07', (i) => Object.assign(line(i), { objectIdentifier: { value: 'Z', schemeId: 'QQQ' } })),
  spoiled('BR-CL-08', (i) => i.notes.push({ subjectCode: 'QQQ', text: 'Hallo' })),
  spoiled('BR-CL-10', (i) => i.seller.identifiers.push({ value: '1', schemeId: '9999' })),
  spoiled('BR-CL-10', (i) => i.buyer.identifiers.push({ value: '1', schemeId: 'SEPA' })),
  spoiled('BR-CL-11', (i) => Object.assign(i.buyer.legalRegistrationId, { schemeId: '9999' })),
  spoiled('BR-CL-13', (i) => line(i).item.classifications.push({ value: '1', listId: 'QQQ' })),
  spoiled('BR-CL-14', (i) => Object.assign(i.delivery.address, { countryCode: 'QQ' })),
  spoiled('BR-CL-15', (i) => Object.assign(line(i).item, { originCountryCode: 'QQ' })),
  spoiled('BR-CL-16', (i) => Object.assign(first(i.payments), { meansCode: '99' })),
  spoiled('BR-CL-17', (i) => Object.assign(row(i), { categoryCode: 'X' })),
  spoiled('BR-CL-17', (i) => Object.assign(first(i.charges), { vatCategoryCode: 'X' })),
  spoiled('BR-CL-18', (i) => Object.assign(first(line(i).vat), { categoryCode: 'X' })),
  spoiled('BR-CL-19', (i) => Object.assign(first(i.allowances), { reasonCode: 'FC' })),
  spoiled('BR-CL-19', (i) => Object.assign(lineAllowance(i), { reasonCode: '1' })),
  spoiled('BR-CL-20', (i) => Object.assign(first(i.charges), { reasonCode: '95' })),
  spoiled('BR-CL-20', (i) => Object.assign(lineCharge(i), { reasonCode: '95' })),
  spoiled('BR-CL-21', (i) => Object.assign(line(i).item, { standardItemId: { value: '1', schemeId: '9999' } })),
  spoiled('BR-CL-22', (i) => Object.assign(row(i), { exemptionReasonCode: 'VATEX-EU-0' })),
  spoiled('BR-CL-23', (i) => Object.assign(line(i), { quantity: { value: '10', unitCode: 'Stück' } })),
  spoiled('BR-CL-24', (i) =>
    Object.assign(first(i.supportingDocuments), { attachment: { mimeCode: 'text/html', sizeBytes: 1 } }),
  ),
  spoiled('BR-CL-25', (i) => Object.assign(i.seller.electronicAddress, { schemeId: 'SMTP' })),
  spoiled('BR-CL-26', (i) => Object.assign(i.delivery.locationId, { schemeId: '9999' })),
];

/** EN 16931 without the families of VAT categories. */
export const spoiledInvoices: Spoiled[] = [...present, ...groups, ...conditions, ...decimals, ...codes];
