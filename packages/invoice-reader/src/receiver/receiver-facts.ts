import type { InvoiceFields } from '../reading.ts';
import { formatDecimal, parseRate, toAmount } from '../values/decimal.ts';
import { type ReceiverEntryPoint, type ReceiverInstance, uniqueNumberOf } from './receiver-instance.ts';

export interface Fact {
  name: string;
  isAmount: boolean;
  /** Undefined where it is not known: the fact is then nil. */
  find(instance: ReceiverInstance): string | undefined;
}

/** Stands in the order of facts where the tuples of accounting documents go. */
export const DOCUMENTS = 'documents';

export interface Taxonomy {
  prefix: string;
  namespace: string;
  schema: string;
  facts: readonly (Fact | typeof DOCUMENTS)[];
}

type Find = Fact['find'];

const text = (name: string, find: Find): Fact => ({ name, isAmount: false, find });
const amount = (name: string, find: Find): Fact => ({ name, isAmount: true, find });
const flag = (name: string, find: (instance: ReceiverInstance) => boolean | undefined): Fact =>
  text(name, (instance) => find(instance)?.toString());

const field =
  (name: string): Find =>
  ({ fields }) => {
    const value = fields[name];
    return typeof value === 'string' ? value : undefined;
  };

/** Tax printed as `***` or in words is none. */
const money =
  (name: string): Find =>
  ({ fields }) => {
    const value = fields[name];
    if (typeof value !== 'string') return undefined;
    return toAmount(value) ?? (name === 'taxAmount' ? '0.00' : undefined);
  };

const rate: Find = ({ fields }) => {
  const value = parseRate(fields.taxRate?.toString());
  return value ? formatDecimal(value) : undefined;
};

/** A red-letter invoice names the one that it takes back, or its total is negative. */
function isRed(fields: InvoiceFields): boolean {
  return fields.originalInvoiceNumber !== undefined || (fields.totalAmount ?? '').startsWith('-');
}

const isRedLetter = ({ fields }: ReceiverInstance) => isRed(fields);
const isBooked = (instance: ReceiverInstance) => instance.isBooked;
const isChecked = (instance: ReceiverInstance) => instance.isChecked;
const isPaid = (instance: ReceiverInstance) => instance.isPaid;

const entity = [
  text('UnifiedSocialCreditCodeOfAccountingEntity', (instance) => instance.entity.taxId),
  text('NameOfAccountingEntity', (instance) => instance.entity.name),
];

/** Order of the Ministry's sample instance of a 数电 invoice. */
const digitalInvoice: Taxonomy['facts'] = [
  text('InvoiceNumber', field('invoiceNumber')),
  text('SellerName', field('sellerName')),
  text('SellerIdNum', field('sellerTaxId')),
  amount('TotalAmWithoutTax', money('amountWithoutTax')),
  text('RequestTime', field('issueDate')),
  amount('TotalTaxAm', money('taxAmount')),
  amount('TotalTax-includedAmount', money('totalAmount')),
  text('ContractNumber', (instance) => instance.contractNumber),
  text('MatchingStateBetweenBusinessDocumentsAndVatEinvoice', (instance) => instance.matchingState),
  flag('WhetherEinvoiceIsRedEinvoice', isRedLetter),
  flag('WhetherEinvoiceHasBeenBooked', isBooked),
  flag('WhetherEinvoiceHasBeenChecked', isChecked),
  flag('WhetherEinvoiceHasBeenPaid', isPaid),
  text('NumberOfBankElectronicReceipt', (instance) => instance.bankReceiptNumber),
  ...entity,
  DOCUMENTS,
  flag('WhetherEinvoiceUsageHasBeenConfirmed', (instance) => instance.usage?.isConfirmed),
  text('UsageConfirmation', (instance) => instance.usage?.purpose),
  text('PeriodOfUsageConfirmation', (instance) => instance.usage?.period),
];

/** Old electronic VAT invoices. */
const vatInvoice: Taxonomy['facts'] = [
  text('UniqueCodeOfInvoice', ({ fields }) => uniqueNumberOf(fields)),
  text('NameOfSeller', field('sellerName')),
  text('TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller', field('sellerTaxId')),
  amount('TotalAmountExcludingTax', money('amountWithoutTax')),
  amount('TotalTaxAmount', money('taxAmount')),
  amount('TaxIncludedAmountInFigures', money('totalAmount')),
  text('DateOfIssue', field('issueDate')),
  flag('WhetherInvoiceIsRedInvoice', isRedLetter),
  flag('WhetherInvoiceHasBeenChecked', isChecked),
  flag('WhetherInvoiceHasBeenBooked', isBooked),
  flag('WhetherInvoiceHasBeenPaid', isPaid),
  text('NumberOfBankElectronicReceipt', (instance) => instance.bankReceiptNumber),
  ...entity,
  DOCUMENTS,
];

const railTicket: Taxonomy['facts'] = [
  text('ElectronicInvoiceRailwayETicketNumber', field('invoiceNumber')),
  text('DateOfIssue', field('issueDate')),
  amount('TotalAmountExcludingTax', money('amountWithoutTax')),
  amount('TaxRate', rate),
  amount('TaxAmount', money('taxAmount')),
  flag('WhetherInvoiceIsRedInvoice', isRedLetter),
  flag('WhetherInvoiceHasBeenBooked', isBooked),
  flag('WhetherInvoiceHasBeenDeducted', (instance) => instance.usage?.isConfirmed),
  text('TaxPeriodOfInvoiceDeduction', (instance) => instance.usage?.period),
  ...entity,
  DOCUMENTS,
];

const airItinerary: Taxonomy['facts'] = [
  text('ElectronicInvoiceAirTransportReceiptNumber', field('invoiceNumber')),
  amount('Fare', money('fare')),
  text('IssueParty', field('sellerName')),
  text('IssueDate', field('issueDate')),
  flag('WhetherInvoiceIsRedInvoice', isRedLetter),
  flag('WhetherInvoiceHasBeenChecked', isChecked),
  flag('WhetherInvoiceHasBeenBooked', isBooked),
  flag('WhetherInvoiceHasBeenDeducted', (instance) => instance.usage?.isConfirmed),
  text('TaxPeriodOfInvoiceDeduction', (instance) => instance.usage?.period),
  ...entity,
  DOCUMENTS,
];

/** 财政电子票据: one entry point for issuer and receiver. */
const fiscalReceipt: Taxonomy['facts'] = [
  text('EInvoiceID', ({ fields }) => uniqueNumberOf(fields)),
  text('InvoicingPartyName', field('sellerName')),
  text('InvoicingPartyCode', field('sellerTaxId')),
  text('IssueDate', field('issueDate')),
  amount('TotalAmount', money('totalAmount')),
  flag('WhetherInvoiceIsRedInvoice', isRedLetter),
  flag('WhetherInvoiceHasBeenChecked', isChecked),
  flag('WhetherInvoiceHasBeenBooked', isBooked),
  ...entity,
  DOCUMENTS,
];

/** Release of the taxonomies, as the Ministry's sample bears it. */
const RELEASE = '2023-12-31';

const taxonomy = (prefix: string, schema: string, facts: Taxonomy['facts']): Taxonomy => ({
  prefix,
  namespace: `http://xbrl.mof.gov.cn/taxonomy/${RELEASE}/${prefix}`,
  schema: `${schema}_${RELEASE}.xsd`,
  facts,
});

const digital = taxonomy('einv', 'einv_entry_point', digitalInvoice);
const vat = taxonomy('inv', 'inv_receiver_entry_point', vatInvoice);

/**
 * Facts per entry point, after the element lists of 电子凭证会计数据标准 (release 2023-12-31) and the conversion tables
 * that the Ministry of Finance publishes with it. Facts about deferred expenses and income tax, which follow from other
 * books, are left out.
 */
export const taxonomies: Readonly<Record<ReceiverEntryPoint, Taxonomy>> = {
  einv_ord_receiver: digital,
  einv_spcl_receiver: digital,
  inv_ord_receiver: vat,
  inv_spcl_receiver: vat,
  inv_tlf_receiver: vat,
  rai_receiver: taxonomy('rai', 'rai_receiver_entry_point', railTicket),
  atr_receiver: taxonomy('atr', 'atr_receiver_entry_point', airItinerary),
  efi: taxonomy('efi', 'efi_entry_point', fiscalReceipt),
};
