import { runChecks } from '../checks/run-checks.ts';
import { guessPaper, notAnInvoice } from '../document/not-an-invoice.ts';
import type { InvoiceDocument, InvoiceItem } from '../reading.ts';
import { parseMinor } from '../values/decimal.ts';
import { type AmountReadings, collectClaims, settleAmounts } from './fields/amounts.ts';
import { type HeaderReadings, readHeader } from './fields/header.ts';
import { isOddLine, repairItems } from './fields/item-repair.ts';
import { type ItemTable, lineSums, readItems } from './fields/items.ts';
import { isTravelTicket, type KindReading, readKind, readSpecialBusiness } from './fields/kind.ts';
import { type FormAreas, formAreas } from './fields/labels.ts';
import { layoutPage, readFurtherFields, readTravelTicket } from './fields/layout-rules.ts';
import { readParties } from './fields/parties.ts';
import { type FieldReading, FieldSheet } from './fields/sheet.ts';
import type { PageText } from './page-text.ts';
import type { InvoiceQr } from './qr-payload.ts';

/** Reads one invoice from the text of a picture and the QR code that was found on it. */
export function readInvoicePage(page: PageText, qr: InvoiceQr | undefined): InvoiceDocument {
  const areas = formAreas(page);
  const header = readHeader(page, areas);
  const kind = readKind(page, qr, qr?.invoiceCode ?? header.invoiceCode?.value);
  const evidence = hasEvidence(page, areas, { kind, header, qr });
  if (!evidence) return notAnInvoice(guessPaper([layoutPage(page)]), { status: 'none' });

  const sheet = new FieldSheet(page);
  if (isTravelTicket(kind?.value) || /客票|行程单\)/.test(page.lines.map((line) => line.text).join('\n'))) {
    for (const [name, reading] of readTravelTicket(page, qr)) sheet.set(name, reading);
    if (isTravelTicket(kind?.value)) sheet.set('invoiceType', kind);
    return documentOf(sheet);
  }
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
  const table = readItems(page, areas, {
    amount: rightEdge(amounts.amountWithoutTax),
    taxAmount: rightEdge(amounts.taxAmount),
  });
  const items = repairItems(table.items, { net: minorOf(amounts.amountWithoutTax), tax: minorOf(amounts.taxAmount) });
  sheet.setItems(items, areItemsDoubtful({ ...table, items }, amounts));
  const hasForm = areas.itemsY !== undefined && areas.totalY !== undefined;
  if (isDigital) sheet.set('specialBusiness', readSpecialBusiness(page));
  const known = { has: (name: string): boolean => sheet.get(name) !== undefined, isDigital };
  for (const [name, reading] of readFurtherFields(page, known)) sheet.set(name, reading);
  if (!hasForm) sheet.doubtReadings();
  return documentOf(sheet);
}

function rightEdge(reading: FieldReading | undefined): number | undefined {
  const last = reading?.glyphs?.at(-1);
  return last === undefined ? undefined : last.x + last.height / 4;
}

function minorOf(reading: FieldReading | undefined): bigint | undefined {
  return parseMinor(reading?.value) ?? undefined;
}

/** Failed checks and missing key fields are doubts as well. */
function documentOf(sheet: FieldSheet): InvoiceDocument {
  const document: InvoiceDocument = {
    isInvoice: true,
    fields: { ...sheet.fields(), currency: 'CNY' },
    origins: sheet.origins(),
    doubts: [],
    checks: [],
    signature: { status: 'none' },
  };
  document.checks = runChecks(document, sheet.sources());
  const failing = document.checks.filter((check) => check.status === 'fail' || check.status === 'warn');
  const missing = KEY_FIELDS.filter((name) => document.fields[name] === undefined);
  document.doubts = [...new Set([...sheet.doubts(), ...failing.flatMap((check) => check.fields), ...missing])];
  return document;
}

const KEY_FIELDS = ['invoiceNumber', 'issueDate', 'totalAmount'] as const;

function isDigitalForm(kind: KindReading | undefined, header: HeaderReadings, page: PageText): boolean {
  if (kind?.isDigital || header.invoiceNumber?.value.length === 20) return true;
  return page.lines.filter((line) => /统一社会信用/.test(line.text)).length > 0 && header.invoiceCode === undefined;
}

interface Findings {
  kind?: KindReading;
  header: HeaderReadings;
  qr?: InvoiceQr;
}

/** Three of the form's own marks are needed without a QR code: a mention of 发票 alone proves nothing. */
function hasEvidence(page: PageText, areas: FormAreas, found: Findings): boolean {
  if (found.qr !== undefined) return true;
  const marks = [
    found.kind !== undefined,
    found.header.invoiceNumber !== undefined,
    found.header.invoiceCode !== undefined,
    areas.itemsY !== undefined,
    areas.totalY !== undefined,
    page.lines.some((line) => /纳税人识别号|统一社会信用代码/.test(line.text)),
    isTravelTicket(found.kind?.value) && page.lines.some((line) => /电子客票号|旅客姓名|票价/.test(line.text)),
  ];
  return marks.filter(Boolean).length >= 3;
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
  sheet.set('totalAmountInWords', amounts.totalAmountInWords);
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
  return item.amount === undefined || item.taxRate === undefined || isOddLine(item);
}
