import { checkSignature } from '../checks/check-signature.ts';
import { checkSources } from '../checks/check-sources.ts';
import { notAnInvoice } from '../document/not-an-invoice.ts';
import type { FieldOrigin, FieldSource, InvoiceDocument, InvoiceFields, Signature } from '../reading.ts';
import { checkForeign, FOREIGN_INVOICE, FOREIGN_RECEIPT } from './check-amounts.ts';
import { countryCurrency, dateOrderOf, readCurrency } from './currency.ts';
import { judge } from './evidence.ts';
import { readIssueDate } from './issue-date.ts';
import { buyerCells, letterSeller } from './letter-seller.ts';
import { type Money, moneyOfRow, type NumberStyle, numberStyleOf, printMoney } from './money.ts';
import { readDocumentNumber, readTaxId } from './numbers.ts';
import type { TextReading } from './reading-of-text.ts';
import { type ReceiptItems, readReceiptItems } from './receipt-items.ts';
import { receiptSeller } from './receipt-seller.ts';
import { type SettledAmounts, settleAmounts } from './settle-total.ts';
import { type Cell, type Sheet, surenessOf } from './sheet.ts';
import { labelledAmounts } from './totals.ts';

export interface InternationalOptions {
  signature: Signature;
  /** Documents of later years do not exist; a short year beyond it is no year. */
  yearMax: number;
}

/**
 * Reads an invoice or receipt from abroad. Undefined where the sheet is none, a document with `isInvoice: false` where its
 * title says what it is instead.
 */
export function readInternational(sheet: Sheet, options: InternationalOptions): InvoiceDocument | undefined {
  const style = numberStyleOf(sheet);
  const labelled = labelledAmounts(sheet, style);
  const amounts = settleAmounts(sheet, labelled, style);
  const money = sheet.rows.flatMap((row) => moneyOfRow(row, style));
  const currency = readCurrency(sheet, money, amounts.total);
  const order = dateOrderOf(
    currency?.code === 'USD' ? (countryCurrency(sheet) ?? (currency.isSure ? 'USD' : undefined)) : currency?.code,
  );
  const date = readIssueDate(sheet, { order, yearMax: options.yearMax });
  const buyers = buyerCells(sheet);
  const onSlip = receiptSeller(sheet);
  const lines = readReceiptItems(sheet, labelled, style);
  const verdict = judge(sheet, {
    doLinesAddUp: sheet.source === 'ocr' && lines.items.length > 1 && lines.sum === amounts.total?.minor,
    hasTotal: amounts.total !== undefined,
    hasSellerOrDate: date !== undefined || onSlip !== undefined,
    amountKinds: new Set(labelled.map(({ kind }) => kind).filter((kind) => kind !== 'other')).size,
  });
  if (!verdict.isInvoice)
    return verdict.reason === undefined ? undefined : notAnInvoice(verdict.reason, options.signature);
  const seller = verdict.isReceipt ? onSlip : letterSeller(sheet, buyers);
  const draft = new Draft(sheet.source === 'ocr' ? 'ocr' : 'text');
  draft.setPlain('invoiceType', verdict.isReceipt ? FOREIGN_RECEIPT : FOREIGN_INVOICE);
  draft.set('invoiceNumber', readDocumentNumber(sheet));
  draft.set('issueDate', date);
  draft.set('sellerName', seller);
  draft.set(
    'sellerTaxId',
    readTaxId(sheet, (cell) => buyers.has(cell)),
  );
  setAmounts(draft, amounts, { style, source: sheet.source });
  if (currency) draft.setPlain('currency', currency.code, !currency.isSure);
  if (verdict.isReceipt) setItems(draft, lines, amounts);
  return draft.document(options.signature);
}

/** Fields of one document with their places and doubts. */
class Draft {
  private readonly fields: InvoiceFields = {};
  private readonly origins: Record<string, FieldOrigin> = {};
  private readonly doubts = new Set<string>();
  private readonly source: FieldSource;

  constructor(source: FieldSource) {
    this.source = source;
  }

  set(name: string, reading: TextReading | undefined): void {
    if (reading === undefined || reading.value === '') return;
    this.fields[name] = reading.value;
    this.origins[name] = this.originOf(reading.cell);
    if (reading.doubtful) this.doubts.add(name);
  }

  setMoney(name: string, value: { text: string; money: Money; doubtful: boolean }): void {
    this.fields[name] = value.text;
    this.origins[name] = this.originOf(value.money.cell, value.money);
    if (value.doubtful) this.doubts.add(name);
  }

  setPlain(name: string, value: string, doubtful = false): void {
    this.fields[name] = value;
    this.origins[name] = { source: 'derived' };
    if (doubtful) this.doubts.add(name);
  }

  setItems(items: NonNullable<InvoiceFields['items']>, doubtful: boolean): void {
    if (items.length === 0) return;
    this.fields.items = items;
    this.origins.items = { source: this.source };
    if (doubtful) this.doubts.add('items');
  }

  private originOf(cell: Cell, part?: { from: number; to: number }): FieldOrigin {
    const origin: FieldOrigin = { source: this.source, place: cell.place };
    return this.source === 'ocr' ? { ...origin, confidence: surenessOf(cell, part?.from, part?.to) } : origin;
  }

  document(signature: Signature): InvoiceDocument {
    const document: InvoiceDocument = {
      isInvoice: true,
      fields: this.fields,
      origins: this.origins,
      doubts: [],
      checks: [],
      signature,
    };
    document.checks = [
      ...checkForeign(this.fields),
      checkSources(document, new Set([this.source])),
      checkSignature(signature),
    ];
    const failing = document.checks.filter((check) => check.status === 'fail' || check.status === 'warn');
    const missing = ['issueDate', 'totalAmount', 'sellerName', 'currency'].filter(
      (name) => this.fields[name] === undefined,
    );
    document.doubts = [...new Set([...this.doubts, ...failing.flatMap((check) => check.fields), ...missing])];
    return document;
  }
}

function setAmounts(
  draft: Draft,
  amounts: SettledAmounts,
  { style, source }: { style: NumberStyle; source: Sheet['source'] },
): void {
  const { total, net, tax, cash, change } = amounts;
  if (total === undefined) return;
  const isSure = amounts.isTotalSure;
  draft.setMoney('totalAmount', { text: printMoney(total.minor, style), money: total, doubtful: !isSure });
  if (tax !== undefined && amounts.taxMinor !== undefined) {
    draft.setMoney('taxAmount', {
      text: printMoney(amounts.taxMinor, style),
      money: tax,
      doubtful: source === 'ocr' && net === undefined,
    });
    if (net !== undefined)
      draft.setMoney('amountWithoutTax', { text: printMoney(net.minor, style), money: net, doubtful: false });
    else if (source === 'text')
      draft.setPlain('amountWithoutTax', printMoney(total.minor - amounts.taxMinor, style), !isSure);
  }
  if (amounts.usedService !== 0n) draft.setPlain('serviceCharge', printMoney(amounts.usedService, style));
  if (amounts.rounding !== 0n) draft.setPlain('roundingAmount', printMoney(amounts.rounding, style));
  if (cash !== undefined)
    draft.setMoney('cashAmount', { text: printMoney(cash.minor, style), money: cash, doubtful: !amounts.isCashSure });
  if (cash !== undefined && change !== undefined) {
    draft.setMoney('changeAmount', {
      text: printMoney(change.minor < 0n ? -change.minor : change.minor, style),
      money: change,
      doubtful: !amounts.isCashSure,
    });
  }
}

/** Lines are certain where they add up to the net amount or to the total; those of letters are left to people. */
function setItems(draft: Draft, { items, sum }: ReceiptItems, amounts: SettledAmounts): void {
  const total = amounts.total?.minor ?? 0n;
  const sums = [
    total,
    total - amounts.rounding,
    amounts.net?.minor ?? total,
    total + amounts.discount,
    total - (amounts.taxMinor ?? 0n),
  ];
  draft.setItems(items, !sums.includes(sum));
}
