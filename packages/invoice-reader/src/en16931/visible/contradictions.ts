import type { InvoiceFields, Place } from '../../reading.ts';
import { formatMinor, parseMinor } from '../../values/decimal.ts';
import { type PageLine, placeOnLine, squeeze } from './page-lines.ts';

export interface Contradiction {
  name: 'totalAmount' | 'invoiceNumber' | 'paymentIban';
  value: string;
  place: Place;
}

/**
 * Labelled values on the pages that the XML does not have. A page shows much that no XML holds (cash discounts, former
 * balances, wage shares), so each search keeps silent where the value of the XML is on the pages as well.
 */
export function findContradictions(lines: readonly PageLine[], known: InvoiceFields): Contradiction[] {
  return [otherTotal(lines, known), otherNumber(lines, known), otherAccount(lines, known)].filter(
    (found) => found !== null,
  );
}

/** Names of the gross total of an invoice, which mean nothing else. */
const GROSS_NAMES = [
  'Gesamt(?:betrag|summe)(?: ?brutto)?',
  'Gesamt brutto',
  'Rechnungs(?:gesamt)?(?:betrag|summe)',
  'Brutto(?:betrag|summe|gesamtbetrag)',
  'Summe brutto',
  'End(?:betrag|summe)',
  '(?:Grand|Invoice|Gross) (?:total|amount)',
  'Total (?:incl[^\\d]*|gross)',
  '(?:Total|Montant)(?: total)? ?T\\.?T\\.?C\\.?',
  'Totale (?:fattura|documento)',
  'Total factura',
  'Totaal(?:bedrag)? incl[^\\d]*',
  'Razem brutto',
];

/** Names of what is to pay, or of any total: they also stand beside cash discounts, sums of parts, hours and weights. */
const PAYABLE_NAMES = [
  'Gesamt(?:preis|total)?',
  'Brutto',
  'Zahlbetrag',
  'Zu zahlen(?:der Betrag)?',
  'Total(?: (?:amount )?(?:due|payable|to pay))?',
  'Amount (?:due|payable)',
  '(?:Due payable|Balance due)',
  '(?:Net|Solde) à payer',
  'Total à payer',
  'Totale da pagare',
  '(?:Total|Importe) (?:total|a pagar)',
  'Totaal(?:bedrag)?',
  'Te betalen',
  'Do zapłaty',
];

/** A label that fills its line, but for the amount. */
const labelOf = (names: readonly string[]) =>
  new RegExp(`^[\\s:.]*(?:${names.join('|')})[\\s:.]*(?:brutto|TTC|incl[^\\d]*|inkl[^\\d]*)?[\\s:.]*$`, 'i');
const GROSS_LABEL = labelOf(GROSS_NAMES);
const ANY_LABEL = labelOf([...GROSS_NAMES, ...PAYABLE_NAMES]);
const CURRENCY = /[€$£]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|CNY|JPY)\b/gi;
const SYMBOLS: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP' };

/**
 * A labelled total that is not in the XML. Where the pages show the total or the amount due of the XML as well, only a gross total
 * counts, and only when no gross total on the pages is one of the XML.
 */
function otherTotal(lines: readonly PageLine[], known: InvoiceFields): Contradiction | null {
  const total = magnitude(known.totalAmount);
  if (total === null || total === 0n) return null;
  const expected = new Set([total, magnitude(textOf(known.amountDue)) ?? total]);
  const label = isShown(lines, expected) ? GROSS_LABEL : ANY_LABEL;
  const labelled = lines.flatMap((line) => labelledAmount(line, { label, currency: known.currency }) ?? []);
  const others = amountsOf(known);
  if (labelled.some(({ minor }) => expected.has(minor))) return null;
  const other = labelled.findLast(({ minor }) => !others.has(minor));
  return other ? { name: 'totalAmount', value: formatMinor(other.minor), place: other.place } : null;
}

/** A bare "12" is no sign that 12.00 is shown; "1.200" is one for 1200.00. */
function isShown(lines: readonly PageLine[], expected: ReadonlySet<bigint>): boolean {
  return lines.some((line) =>
    line.numbers.some(
      ({ minors, isAmount, from, to }) => (isAmount || to - from > 2) && minors.some((minor) => expected.has(minor)),
    ),
  );
}

interface LabelQuestion {
  label: RegExp;
  currency: string | undefined;
}

/** The amount of a line that holds nothing else but its label and the currency. */
function labelledAmount(line: PageLine, { label, currency }: LabelQuestion): { minor: bigint; place: Place } | null {
  const amounts = line.numbers.filter(({ isAmount }) => isAmount);
  const [amount] = amounts;
  const [minor] = amount?.minors ?? [];
  if (!amount || minor === undefined || amounts.some((other) => other.to !== amount.to)) return null;
  const rest = `${line.text.slice(0, amount.from)} ${line.text.slice(amount.to)}`;
  if (!isInCurrency(rest, currency) || !label.test(rest.replace(CURRENCY, ' ').replace(/[-−()]/g, ' '))) return null;
  return { minor, place: placeOnLine(line, amount.from, amount.to) };
}

function isInCurrency(text: string, currency: string | undefined): boolean {
  return [...text.matchAll(CURRENCY)].every(([found]) => (SYMBOLS[found] ?? found.toUpperCase()) === currency);
}

const textOf = (value: InvoiceFields[string]) => (typeof value === 'string' ? value : undefined);

function magnitude(text: string | undefined): bigint | null {
  const minor = text === undefined ? null : parseMinor(text);
  return minor !== null && minor < 0n ? -minor : minor;
}

/** Every amount of the document itself: a labelled sum of lines is no contradiction to the total. */
function amountsOf(known: InvoiceFields): Set<bigint> {
  const texts = Object.entries(known).flatMap(([name, value]) =>
    typeof value === 'string' && /amount/i.test(name) ? [value] : [],
  );
  const items = (known.items ?? []).flatMap((item) => item.amount ?? []);
  return new Set([...texts, ...items].map(magnitude).filter((minor) => minor !== null));
}

const NUMBER_LABEL =
  /(?:Rechnungs?\s*-?\s*(?:nummer|Nr\b\.?|#)|Belegnummer|(?:Gutschrift|Storno)s?\s*-?\s*(?:nummer|Nr\b\.?)|Invoice\s*(?:number|no\b\.?|#)|(?:Facture|Avoir)\s*(?:n[°ºo]\b\.?|n[°º]|num[ée]ro)|Factuurnummer|Fattura\s*(?:n\b\.?|numero)|Factura\s*(?:n[°º]|número|num\b\.?))\s*[:.#]?\s*([A-Z0-9][A-Z0-9/_.-]*)/i;

/** A labelled invoice number, where the pages do not show the number of the XML at all. */
function otherNumber(lines: readonly PageLine[], known: InvoiceFields): Contradiction | null {
  const wanted = lettersAndDigits(known.invoiceNumber ?? '');
  if (wanted === '') return null;
  if (lettersAndDigits(lines.map(({ text }) => text).join('')).includes(wanted)) return null;
  for (const line of lines) {
    const match = NUMBER_LABEL.exec(line.text);
    const value = match?.[1]?.replace(/[/_.-]+$/, '') ?? '';
    const printed = lettersAndDigits(value);
    // A label with a date or a word behind it belongs to a table whose values stand below.
    if (!match || !/\d/.test(value) || /^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(value)) continue;
    if (printed.length < 3 || wanted.includes(printed) || printed.includes(wanted)) continue;
    const from = match.index + match[0].length - (match[1]?.length ?? 0);
    return { name: 'invoiceNumber', value, place: placeOnLine(line, from, from + value.length) };
  }
  return null;
}

/** Leading nils are often left out on one side. */
function lettersAndDigits(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+/, '');
}

const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

/** An account to pay to that the XML does not have, where its own is not shown: the mark of a redirected payment. */
function otherAccount(lines: readonly PageLine[], known: InvoiceFields): Contradiction | null {
  const wanted = typeof known.paymentIban === 'string' ? known.paymentIban.split(', ').map(squeeze) : [];
  if (wanted.length === 0 || !wanted.every(isIban)) return null;
  const text = lines.map(({ squeezed }) => squeezed).join('');
  if (wanted.some((iban) => text.includes(iban))) return null;
  for (const line of lines) {
    for (const match of line.text.matchAll(IBAN)) {
      const value = squeeze(match[0]);
      if (!isIban(value)) continue;
      return { name: 'paymentIban', value, place: placeOnLine(line, match.index, match.index + match[0].length) };
    }
  }
  return null;
}

/** ISO 13616: the country code and check digits are moved behind, letters become numbers, and the rest by 97 is one. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const digits = [...`${text.slice(4)}${text.slice(0, 4)}`].map((character) => Number.parseInt(character, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}
