import { type Cell, type Row, type Sheet, surenessOf } from './sheet.ts';

/** A number on the page that may be an amount of money. */
export interface Money {
  /** Hundredths of the currency's unit, also where it has none. */
  minor: bigint;
  /** As printed, without signs and separators of thousands: "9.00", "91000". */
  text: string;
  cell: Cell;
  from: number;
  to: number;
  /** The least sure of its characters. */
  sureness: number;
  /** False where the decimal point was not read as one. */
  isExact: boolean;
  /** Currency that stands beside the number, as printed. */
  symbol?: string;
  isNegative: boolean;
}

/** How a document writes numbers: its decimal point, or none where all amounts are whole. */
export type NumberStyle = '.' | ',' | 'whole';

const SPACE = '[ \\u00a0\\u202f]';
/** Figures in groups of three, then figures without groups; each with or without decimals. */
const NUMBER = new RegExp(
  `\\d{1,3}(?:(?:[.,'’]|${SPACE})\\d{3})+(?:[.,]\\d{1,3})?(?!\\d)|\\d+${SPACE}?[.,-]${SPACE}?\\d{2}(?!\\d)|\\d+(?:[.,]\\d{1,4})?`,
  'g',
);

/** Symbols and letters that stand directly before or after amounts. */
const SYMBOLS =
  'US\\$|HK\\$|NT\\$|S\\$|A\\$|AU\\$|C\\$|CA\\$|NZ\\$|R\\$|RMB|RM|RH|Rp\\.?|IDR|MYR|USD|EUR|GBP|CHF|JPY|SGD|HKD|TWD|AUD|CAD|NZD|INR|THB|KRW|PHP|VND|SEK|NOK|DKK|PLN|CZK|HUF|AED|ZAR|BRL|MXN|TRY|MOP|Rs\\.?|Fr\\.|kr|zł|€|£|\\$|¥|₹|₩|฿|₫|₱';
const BEFORE = new RegExp(`(?:^|[^A-Za-z])(${SYMBOLS})${SPACE}?[-(]?${SPACE}?$|(RM|RH)-?$`, 'i');
const AFTER = new RegExp(`^${SPACE}?(${SYMBOLS}|円|元|원)(?![A-Za-z])`, 'i');

/** Wholes of this many figures are numbers of documents, telephones or accounts. */
const WHOLE_FIGURES_MAX = 9;

interface Token {
  text: string;
  from: number;
  to: number;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const from = match.index;
    const to = from + match[0].length;
    return isMoneyPlace(text, from, to) ? [{ text: match[0], from, to }] : [];
  });
}

/** Parts of dates, times, percentages, codes and measures are no amounts. */
function isMoneyPlace(text: string, from: number, to: number): boolean {
  const before = text.slice(0, from);
  const after = text.slice(to);
  if (/^\s?%|^[:/]\d|^[-/.]\d|^\s?[xX×*@]\s?\d|^[a-z]{2,}/.test(after)) return false;
  if (/^[A-Z]/.test(after) && !/^(?:RM|EUR|USD|CHF|GBP|Z|S|T|SR|ZR|A|C)\b/.test(after)) return false;
  if (/^0\d/.test(text.slice(from, to))) return false;
  if (/[#№]\s?$|\d[:/]$|\d[.-]$|[A-Za-z]-$/.test(before)) return false;
  return !/(?:^|[^A-Za-z])(?:[A-QS-Z]|[A-Z]{1,4}\d*)$/.test(before) || BEFORE.test(before);
}

/** The style that most amounts of the document have. */
export function numberStyleOf(sheet: Sheet): NumberStyle {
  const counts = { point: 0, comma: 0, wholePoint: 0, wholeComma: 0 };
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      for (const { text, from } of tokensOf(cell.text)) {
        if (/[.]\d{2}$/.test(text)) counts.point += BEFORE.test(cell.text.slice(0, from)) ? 2 : 1;
        else if (/,\d{2}$/.test(text)) counts.comma += BEFORE.test(cell.text.slice(0, from)) ? 2 : 1;
        else if (/^\d{1,3}(?:\.\d{3})+$/.test(text)) counts.wholePoint++;
        else if (/^\d{1,3}(?:,\d{3})+$/.test(text)) counts.wholeComma++;
      }
    }
  }
  const decimals = Math.max(counts.point, counts.comma);
  if (decimals === 0 || counts.wholePoint + counts.wholeComma > 3 * decimals) return 'whole';
  return counts.comma > counts.point ? ',' : '.';
}

/** Numbers of a cell that may be amounts, from left to right. */
export function moneyIn(cell: Cell, style: NumberStyle): Money[] {
  return tokensOf(cell.text).flatMap((token) => {
    const value = amountOf(token.text, style);
    if (value === null) return [];
    const before = cell.text.slice(0, token.from);
    const after = cell.text.slice(token.to);
    const isNegative =
      /[-−–]\s?$|[-−–]\s?(?:RM|RH|\p{Sc}|[A-Z]{3})\s?$|\($/u.test(before.replace(/\d\s?[-−–]\s?$/, '')) ||
      /^-(?!\d)/.test(after);
    const symbol = (
      BEFORE.exec(before)
        ?.slice(1)
        .find((group) => group !== undefined) ?? AFTER.exec(after)?.[1]
    )?.replace(/\.$/, '');
    const money: Money = {
      ...value,
      minor: isNegative ? -value.minor : value.minor,
      text: isNegative ? `-${value.text}` : value.text,
      cell,
      from: token.from,
      to: token.to,
      sureness: surenessOf(cell, token.from, token.to),
      isNegative,
    };
    return [symbol === undefined ? money : { ...money, symbol }];
  });
}

export function moneyOfRow(row: Row, style: NumberStyle): Money[] {
  return row.cells.flatMap((cell) => moneyIn(cell, style));
}

/** Reads a printed number; null for what cannot be an amount in this style. */
function amountOf(printed: string, style: NumberStyle): Pick<Money, 'minor' | 'text' | 'isExact'> | null {
  const text = printed
    .replace(/[ \u00a0\u202f]/g, (blank, at: number) => (/\d{3}/.test(printed.slice(at + 1, at + 4)) ? '_' : blank))
    .replace(/\s/g, '');
  const decimals = /[.,-](\d{2})$/.exec(text);
  if (style === 'whole') {
    const whole = text.replace(/[._,'’](?=\d{3}(?!\d))/g, '');
    // Whole amounts are sometimes written with empty decimals.
    const plain = whole.replace(/[.,]00?$/, '');
    return /^\d+$/.test(plain) && plain.length <= WHOLE_FIGURES_MAX + 2
      ? { minor: BigInt(plain) * 100n, text: plain, isExact: true }
      : null;
  }
  if (decimals !== null) {
    const whole = text.slice(0, -3).replace(/[._,'’]/g, '');
    const point = text.at(-3);
    if (!/^\d+$/.test(whole)) return null;
    // In text the other sign before two decimals is a list of numbers or a foreign amount, but still readable.
    return {
      minor: BigInt(whole + (decimals[1] ?? '')),
      text: `${BigInt(whole)}.${decimals[1]}`,
      isExact: point === style,
    };
  }
  const whole = text.replace(/[._,'’](?=\d{3}(?!\d))/g, '');
  if (/^\d+$/.test(whole)) {
    if (whole.length > WHOLE_FIGURES_MAX) return null;
    return { minor: BigInt(whole) * 100n, text: String(BigInt(whole)), isExact: /[._,'’]/.test(text) };
  }
  const other = /^(\d+)[.,](\d{1,4})$/.exec(whole);
  if (other === null) return null;
  const [, front = '', tail = ''] = other;
  return {
    minor: BigInt(front) * 100n + BigInt(tail.padEnd(2, '0').slice(0, 2)),
    text: `${BigInt(front)}.${tail}`,
    isExact: false,
  };
}

/** Amount for output with the figures that the document prints. */
export function printMoney(minor: bigint, style: NumberStyle): string {
  const negative = minor < 0n;
  const digits = (negative ? -minor : minor).toString().padStart(3, '0');
  const whole = digits.slice(0, -2);
  const isWhole = style === 'whole' && digits.endsWith('00');
  return `${negative ? '-' : ''}${whole}${isWhole ? '' : `.${digits.slice(-2)}`}`;
}
