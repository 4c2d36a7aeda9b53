import { type Candidate, setField } from '../document/candidate.ts';
import type { InvoiceFields, InvoiceItem } from '../reading.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';
import type { Amount, En16931Invoice, InvoiceLine } from './model.ts';
import type { Party, PostalAddress } from './model-parties.ts';
import { amountText, decimalText, rateText, xsdDecimal } from './number.ts';

/** Where BT-5 is missing, the one currency of the amounts. */
function currencyOf({ currencyCode, amountCurrencies }: En16931Invoice): string | undefined {
  return present(currencyCode) ?? (amountCurrencies.length === 1 ? amountCurrencies[0] : undefined);
}

/** UNTDID 1001 codes by what Chinese accountants call such a document; all others are plain invoices. */
const DOCUMENT_NAMES: Record<string, string> = {
  81: '贷项通知单',
  83: '贷项通知单',
  261: '买方自开贷项通知单',
  296: '贷项通知单',
  308: '贷项通知单',
  325: '形式发票',
  326: '部分发票',
  380: '发票',
  381: '贷项通知单',
  383: '借项通知单',
  384: '更正发票',
  386: '预付款发票',
  389: '买方自开发票',
  393: '保理发票',
  396: '贷项通知单',
  420: '贷项通知单',
  458: '贷项通知单',
  532: '贷项通知单',
  875: '工程部分发票',
  876: '工程部分结算发票',
  877: '工程结算发票',
};

/** Fields of a file in EN 16931 under the names of the reader. */
export function candidateOf(invoice: En16931Invoice, container: 'xml' | 'pdf'): Candidate {
  const fields: InvoiceFields = {};
  setField(fields, 'invoiceType', kindOf(invoice, container));
  setField(fields, 'invoiceNumber', invoice.number);
  setField(fields, 'issueDate', invoice.issueDate);
  setField(fields, 'documentTypeCode', invoice.typeCode);
  setParty(fields, 'seller', invoice.seller);
  setParty(fields, 'buyer', invoice.buyer);
  setTotals(fields, invoice);
  setField(fields, 'currency', currencyOf(invoice));
  setField(fields, 'dueDate', invoice.dueDate);
  setField(fields, 'buyerReference', invoice.buyerReference);
  setField(fields, 'orderNumber', invoice.orderReference);
  setField(fields, 'contractNumber', invoice.contractReference);
  setField(fields, 'precedingInvoiceNumber', listed(invoice.precedingInvoices.map(({ number }) => number)));
  setPayment(fields, invoice);
  setField(fields, 'remarks', listed([...invoice.notes.map(({ text }) => text), invoice.paymentTerms], '\n'));
  setField(fields, 'syntax', invoice.syntax);
  setField(fields, 'profile', invoice.profile);
  if (invoice.lines.length > 0) fields.items = countedLines(invoice).map(itemOf);
  return { source: 'xml', fields, places: {} };
}

/**
 * Lines that make up the sum. Factur-X EXTENDED has others that only arrange or explain; the sub-lines of the XRechnung extension
 * are already part of their parents.
 */
export function countedLines({ syntax, lines }: En16931Invoice): InvoiceLine[] {
  const isUbl = syntax === 'UBL Invoice' || syntax === 'UBL CreditNote';
  if (isUbl) return lines.filter((line) => line.parentLineId === undefined);
  return lines.filter((line) => (line.lineStatusReasonCode ?? 'DETAIL').toUpperCase() === 'DETAIL');
}

function kindOf(invoice: En16931Invoice, container: 'xml' | 'pdf'): string {
  const known = DOCUMENT_NAMES[invoice.typeCode ?? ''] ?? '发票';
  // The syntax leaves no doubt, whatever the code says.
  const name = invoice.syntax === 'UBL CreditNote' && !known.endsWith('贷项通知单') ? '贷项通知单' : known;
  return `欧盟电子${name}（${formatOf(invoice, container)}）`;
}

function formatOf({ syntax, profile }: En16931Invoice, container: 'xml' | 'pdf'): string {
  const isUbl = syntax === 'UBL Invoice' || syntax === 'UBL CreditNote';
  if (profile === 'XRECHNUNG') return isUbl ? 'XRechnung，UBL' : 'XRechnung，CII';
  if (isUbl) return profile === 'PEPPOL' ? 'Peppol，UBL' : 'UBL';
  if (syntax === 'ZUGFeRD 1') return 'ZUGFeRD 1';
  return container === 'pdf' ? 'Factur-X/ZUGFeRD' : 'CII';
}

/** BT-31 before BT-32: the VAT id is what the other side checks. A legal registration is no tax id. */
function setParty(fields: InvoiceFields, role: 'seller' | 'buyer', party: Party | undefined): void {
  if (!party) return;
  setField(fields, `${role}Name`, (present(party.name) ?? party.tradingName)?.replace(/\s+/g, ' '));
  setField(fields, `${role}TaxId`, present(party.vatId) ?? party.taxRegistrationId);
  setField(fields, `${role}Address`, addressOf(party.address));
}

const present = (text: string | undefined) => (text === '' ? undefined : text);

function addressOf(address: PostalAddress | undefined): string | undefined {
  if (!address) return undefined;
  const { line1, line2, line3, postCode, city, subdivision, countryCode } = address;
  return listed([line1, line2, line3, listed([postCode, city], ' '), subdivision, countryCode], ', ');
}

function listed(texts: readonly (string | undefined)[], separator = ', '): string | undefined {
  return present(texts.filter((text) => text !== undefined && text !== '').join(separator));
}

function setTotals(fields: InvoiceFields, invoice: En16931Invoice): void {
  const { totals, thirdPartyPayments } = invoice;
  const set = (name: string, amount: Amount | undefined) => setField(fields, name, amountText(amount?.value));
  set('lineTotalAmount', totals?.sumOfLines);
  set('allowanceTotalAmount', notNil(totals?.sumOfAllowances));
  set('chargeTotalAmount', notNil(totals?.sumOfCharges));
  set('amountWithoutTax', totals?.amountWithoutVat);
  setField(fields, 'taxAmount', amountText(totals?.vatAmount?.value) ?? sumOfBreakdown(invoice));
  set('totalAmount', totals?.amountWithVat);
  set('prepaidAmount', notNil(totals?.paidAmount));
  set('roundingAmount', notNil(totals?.roundingAmount));
  setField(fields, 'thirdPartyAmount', thirdPartySum(thirdPartyPayments));
  set('amountDue', totals?.amountDue);
}

/** BT-110 may be left out where no VAT is due; it is the sum of BT-117 (BR-CO-14). */
function sumOfBreakdown({ vatBreakdown }: En16931Invoice): string | undefined {
  const taxes = vatBreakdown.map(({ taxAmount }) => parseMinor(amountText(taxAmount?.value)));
  if (taxes.length === 0 || taxes.includes(null)) return undefined;
  return formatMinor(taxes.reduce<bigint>((sum, tax) => sum + (tax ?? 0n), 0n));
}

/** XRechnung extension: what the seller collects for others and adds to the amount due. */
function thirdPartySum(payments: En16931Invoice['thirdPartyPayments']): string | undefined {
  const amounts = (payments ?? [])
    .map(({ amount }) => parseMinor(amountText(amount?.value)))
    .filter((minor) => minor !== null);
  return amounts.length === 0 ? undefined : formatMinor(amounts.reduce((sum, minor) => sum + minor, 0n));
}

function notNil(amount: Amount | undefined): Amount | undefined {
  return amount && xsdDecimal(amount.value)?.units !== 0n ? amount : undefined;
}

function setPayment(fields: InvoiceFields, { payments, payee }: En16931Invoice): void {
  const transfers = payments.flatMap((payment) => payment.creditTransfers);
  setField(fields, 'paymentIban', listed([...new Set(transfers.map(({ accountId }) => accountId))]));
  setField(fields, 'paymentAccountName', transfers[0]?.accountName);
  setField(fields, 'paymentReference', payments[0]?.remittanceInformation);
  setField(fields, 'payeeName', payee?.name);
}

function itemOf(line: InvoiceLine): InvoiceItem {
  const item: InvoiceItem = {
    name: present(line.item.name) ?? present(line.item.description) ?? line.note ?? '',
  };
  const attributes = line.item.attributes.map(({ name = '', value = '' }) => `${name}: ${value}`);
  const set = (name: Exclude<keyof InvoiceItem, 'name'>, value: string | undefined) => {
    if (value !== undefined && value !== '') item[name] = value;
  };
  const description = present(line.item.name) && present(line.item.description);
  set('specification', description ?? listed(attributes, '; '));
  set('unit', line.quantity?.unitCode);
  set('quantity', decimalText(line.quantity?.value));
  set('unitPrice', decimalText(line.price?.netPrice?.value));
  set('priceBaseQuantity', baseQuantityOf(line));
  set('amount', amountText(line.netAmount?.value));
  set('taxRate', rateOf(line));
  const [tax] = line.vat;
  set('taxAmount', amountText(tax?.taxAmount?.value));
  return item;
}

/** BT-149 where it is not one: the price is then for several units. */
function baseQuantityOf(line: InvoiceLine): string | undefined {
  const base = line.price?.baseQuantity?.value;
  const value = xsdDecimal(base);
  return value === null || value.units === 10n ** BigInt(value.scale) ? undefined : decimalText(base);
}

function rateOf({ vat: [tax] }: InvoiceLine): string | undefined {
  if (!tax) return undefined;
  if (tax.rate !== undefined && tax.rate !== '') return rateText(tax.rate);
  return tax.categoryCode === 'O' ? '不征税' : undefined;
}
