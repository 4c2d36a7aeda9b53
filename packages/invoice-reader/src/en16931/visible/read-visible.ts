import type { Candidate } from '../../document/candidate.ts';
import { boxAround, type PageText, placeOf } from '../../layout/page-text.ts';
import type { InvoiceFields, InvoiceItem, Place } from '../../reading.ts';
import { parseMinor } from '../../values/decimal.ts';
import { findContradictions } from './contradictions.ts';
import { writtenDates } from './dates.ts';
import { findText, type PageLine, pageLines, placeOnLine, squeeze } from './page-lines.ts';

/** Amounts stand at the end of an invoice, so their last place is marked; everything else stands at its head. */
const AMOUNTS = [
  'lineTotalAmount',
  'allowanceTotalAmount',
  'chargeTotalAmount',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
  'prepaidAmount',
  'amountDue',
];
const DATES = ['issueDate', 'dueDate'];
const TEXTS = [
  'invoiceNumber',
  'sellerName',
  'sellerTaxId',
  'buyerName',
  'buyerTaxId',
  'buyerReference',
  'orderNumber',
  'contractNumber',
  'precedingInvoiceNumber',
  'paymentIban',
  'paymentReference',
];

// Shorter values ("1") stand on a page by chance.
const TEXT_LENGTH_MIN = 3;

/**
 * What the pages of a PDF say about the values of its XML: each value that is found, with its place, and the values of labelled
 * totals, numbers and accounts that contradict the XML.
 */
export function readVisible(pages: readonly PageText[], known: InvoiceFields): Candidate {
  const lines = pageLines(pages);
  const visible: Candidate = { source: 'text', fields: {}, places: {} };
  const put = (name: string, value: string, place: Place | undefined) => {
    if (!place) return;
    visible.fields[name] = value;
    visible.places[name] = place;
  };
  for (const name of AMOUNTS) {
    const value = known[name];
    if (typeof value === 'string') put(name, value, amountPlace(lines, value));
  }
  for (const name of DATES) {
    const value = known[name];
    if (typeof value === 'string') put(name, value, textPlace(lines, writtenDates(value)));
  }
  for (const name of TEXTS) {
    const value = known[name];
    if (typeof value === 'string' && value.length >= TEXT_LENGTH_MIN) put(name, value, textPlace(lines, [value]));
  }
  for (const found of findContradictions(lines, known)) put(found.name, found.value, found.place);
  const table = itemsPlace(lines, known.items ?? []);
  if (table) visible.places.items = table;
  return visible;
}

// Enough to see where the table is; a list of thousands would take longer to search than to read.
const ITEMS_MAX = 30;

/** The lines of the first page that shows items, by their names with their amounts. */
function itemsPlace(lines: readonly PageLine[], items: readonly InvoiceItem[]): Place | undefined {
  const found = items.slice(0, ITEMS_MAX).flatMap((item) => lines.find((line) => isItemLine(line, item)) ?? []);
  const [first] = found;
  if (!first) return undefined;
  const runs = found.filter((line) => line.page === first.page).flatMap((line) => line.runs);
  return placeOf(first.page, boxAround(runs));
}

function isItemLine(line: PageLine, item: InvoiceItem): boolean {
  const amount = magnitude(item.amount);
  const name = squeeze(item.name);
  if (amount === null || name.length < TEXT_LENGTH_MIN || !line.squeezed.includes(name)) return false;
  return line.numbers.some(({ minors }) => minors.includes(amount));
}

function magnitude(text: string | undefined): bigint | null {
  const minor = parseMinor(text);
  return minor !== null && minor < 0n ? -minor : minor;
}

function amountPlace(lines: readonly PageLine[], value: string): Place | undefined {
  const wanted = magnitude(value);
  if (wanted === null || wanted === 0n) return undefined;
  for (const line of lines.toReversed()) {
    const found = line.numbers.findLast((number) => number.isAmount && number.minors.includes(wanted));
    if (found) return placeOnLine(line, found.from, found.to);
  }
  return undefined;
}

/** Word limits matter for numbers only: "12" is no part of "2012". */
function textPlace(lines: readonly PageLine[], forms: readonly string[]): Place | undefined {
  const wanted = forms.map(squeeze);
  for (const line of lines) {
    for (const form of wanted) {
      const found = findText(line, form);
      if (found && !isInsideNumber(line.text, found)) return placeOnLine(line, found.from, found.to);
    }
  }
  return undefined;
}

function isInsideNumber(text: string, { from, to }: { from: number; to: number }): boolean {
  const isDigit = (character: string | undefined) => character !== undefined && /\d/.test(character);
  return (isDigit(text[from]) && isDigit(text[from - 1])) || (isDigit(text[to - 1]) && isDigit(text[to]));
}
