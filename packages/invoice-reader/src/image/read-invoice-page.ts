import type { InvoiceDocument, InvoiceItem } from '../reading.ts';
import { parseMinor } from '../values/decimal.ts';
import { type AmountReadings, collectClaims, settleAmounts } from './fields/amounts.ts';
import { type HeaderReadings, readHeader } from './fields/header.ts';
import { type ItemTable, lineSums, readItems } from './fields/items.ts';
import { type KindReading, readKind } from './fields/kind.ts';
import { type FormAreas, formAreas } from './fields/labels.ts';
import { readParties } from './fields/parties.ts';
import { type FieldReading, FieldSheet } from './fields/sheet.ts';
import type { PageText } from './page-text.ts';
import type { InvoiceQr } from './qr-payload.ts';

/** Reads one invoice from the text of a picture and the QR code that was found on it. */
export function readInvoicePage(page: PageText, qr: InvoiceQr | undefined): InvoiceDocument {
  const areas = formAreas(page);
  const header = readHeader(page, areas);
  const kind = readKind(page, qr, qr?.invoiceCode ?? header.invoiceCode?.value);
  const evidence = evidenceOf(page, areas, { kind, header, qr });
  if (!evidence.isInvoice) return noInvoice(page, evidence.reason);

  const sheet = new FieldSheet(page);
  const isDigital = qr !== undefined ? qr.generation === 'digital' : isDigitalForm(kind, header, page);
  sheet.set('invoiceType', kind);
  setHeader(sheet, header, qr, isDigital);
  const parties = readParties(page, areas, isDigital ? 'beside' : 'stacked');
  sheet.set('buyerName', parties.buyer.name ?? fromQr(qr?.buyerName));
  sheet.set('buyerTaxId', parties.buyer.taxId);
  sheet.set('sellerName', parties.seller.name);
  sheet.set('sellerTaxId', parties.seller.taxId);
  const amounts = settleAmounts(collectClaims(page, areas, qr));
  setAmounts(sheet, amounts);
  const table = readItems(page, areas);
  sheet.setItems(table.items, areItemsDoubtful(table, amounts));
  return {
    isInvoice: true,
    fields: { ...sheet.fields(), currency: 'CNY' },
    origins: sheet.origins(),
    doubts: sheet.doubts(),
    checks: [],
    signature: { status: 'none' },
  };
}

function isDigitalForm(kind: KindReading | undefined, header: HeaderReadings, page: PageText): boolean {
  if (kind?.isDigital || header.invoiceNumber?.value.length === 20) return true;
  return page.lines.filter((line) => /统一社会信用/.test(line.text)).length > 0 && header.invoiceCode === undefined;
}

interface Findings {
  kind?: KindReading;
  header: HeaderReadings;
  qr?: InvoiceQr;
}

/** Two of the form's own marks are needed without a QR code: a mention of 发票 alone proves nothing. */
function evidenceOf(page: PageText, areas: FormAreas, found: Findings): { isInvoice: boolean; reason: string } {
  if (found.qr !== undefined) return { isInvoice: true, reason: '' };
  const marks = [
    found.kind !== undefined,
    found.header.invoiceNumber !== undefined,
    found.header.invoiceCode !== undefined,
    areas.itemsY !== undefined,
    areas.totalY !== undefined,
    page.lines.some((line) => /纳税人识别号|统一社会信用代码/.test(line.text)),
  ].filter(Boolean).length;
  return { isInvoice: marks >= 3, reason: reasonOf(page) };
}

const OTHER_DOCUMENTS: readonly { pattern: RegExp; name: string }[] = [
  { pattern: /行程单|行程报销/, name: '行程单' },
  { pattern: /完税证明|税收缴款/, name: '完税证明' },
  { pattern: /回单/, name: '银行回单' },
  { pattern: /销货清单|货物清单/, name: '销货清单' },
  { pattern: /出租|的士/, name: '出租车票' },
  { pattern: /火车票|铁路/, name: '铁路车票' },
  { pattern: /收据|receipt/i, name: '收据' },
];

function reasonOf(page: PageText): string {
  if (page.pieces.length === 0) return '图中没有文字';
  const text = page.lines.map((line) => line.text).join('\n');
  const other = OTHER_DOCUMENTS.find(({ pattern }) => pattern.test(text));
  return other === undefined ? '图中没有可识别的发票' : `不是增值税发票，可能是${other.name}`;
}

function noInvoice(_page: PageText, reason: string): InvoiceDocument {
  return {
    isInvoice: false,
    notInvoiceReason: reason,
    fields: {},
    origins: {},
    doubts: [],
    checks: [],
    signature: { status: 'none' },
  };
}

function setHeader(sheet: FieldSheet, header: HeaderReadings, qr: InvoiceQr | undefined, isDigital: boolean): void {
  sheet.set('invoiceNumber', withQr(qr?.invoiceNumber, header.invoiceNumber));
  sheet.set('issueDate', withQr(qr?.issueDate, header.issueDate));
  if (isDigital) return;
  sheet.set('invoiceCode', withQr(qr?.invoiceCode, header.invoiceCode));
  sheet.set('checkCode', withQr(qr?.checkCode, header.checkCode));
  sheet.set('machineNumber', header.machineNumber);
}

function fromQr(value: string | undefined): FieldReading | undefined {
  return value === undefined ? undefined : { value, source: 'qr', doubtful: false };
}

/** The code has error correction, the print has not: its value is taken. A sure reading that differs is a doubt. */
export function withQr(encoded: string | undefined, printed: FieldReading | undefined): FieldReading | undefined {
  if (encoded === undefined) return printed;
  if (printed === undefined || printed.value === encoded) {
    return { value: encoded, source: 'qr', glyphs: printed?.glyphs, doubtful: false };
  }
  return {
    value: encoded,
    source: 'qr',
    glyphs: printed.glyphs,
    doubtful: true,
    alternatives: [{ source: 'ocr', value: printed.value }],
  };
}

function setAmounts(sheet: FieldSheet, amounts: AmountReadings): void {
  sheet.set('amountWithoutTax', amounts.amountWithoutTax);
  sheet.set('taxAmount', amounts.taxAmount);
  sheet.set('totalAmount', amounts.totalAmount);
}

/** Figures that add up to the header are right; names are as sure as their least sure character. */
const ITEM_CONFIDENCE_MIN = 0.5;

function areItemsDoubtful(table: ItemTable, amounts: AmountReadings): boolean {
  const sums = lineSums(table.items);
  const net = parseMinor(amounts.amountWithoutTax?.value);
  const tax = parseMinor(amounts.taxAmount?.value ?? '0');
  const addsUp = sums.amount !== undefined && sums.amount === net && sums.tax === tax;
  return !addsUp || table.items.some((item) => isIncomplete(item)) || table.confidence < ITEM_CONFIDENCE_MIN;
}

function isIncomplete(item: InvoiceItem): boolean {
  return item.amount === undefined || item.taxRate === undefined;
}
