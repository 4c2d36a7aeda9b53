/** Decimal numbers as exact integers: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  units: bigint;
  scale: number;
}

// Longer digit strings are numbers of documents, not amounts, and would only cost time.
const DIGITS_MAX = 30;
const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?$/;

/** Removes currency signs, thousands separators and spaces, and makes full-width characters plain. */
export function plainNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[¥￥,\s]|CNY|RMB|元$/g, '')
    .replace(/^[－−–—]/, '-')
    .replace(/^\((\d[\d.]*)\)$/, '-$1')
    .replace(/^\+/, '');
}

export function parseDecimal(text: string): Decimal | null {
  const plain = plainNumber(text);
  const match = DECIMAL.exec(plain);
  if (!match || plain.length > DIGITS_MAX) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

export function rescale(value: Decimal, scale: number): bigint {
  if (scale >= value.scale) return value.units * 10n ** BigInt(scale - value.scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  return divideRounded(value.units, divisor);
}

/** Half is rounded away from zero, as tax forms do. */
export function divideRounded(numerator: bigint, divisor: bigint): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return negative ? -rounded : rounded;
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** Amount in fen, rounded; null when the text is no number (for example `***`). */
export function parseMinor(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const value = parseDecimal(text);
  return value === null ? null : rescale(value, 2);
}

export function formatDecimal(value: Decimal): string {
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = value.scale === 0 ? '' : `.${digits.slice(digits.length - value.scale)}`;
  return `${negative ? '-' : ''}${whole}${fraction}`;
}

export function formatMinor(minor: bigint): string {
  return formatDecimal({ units: minor, scale: 2 });
}

/** An amount with two decimals, or undefined when the text is no amount. */
export function toAmount(text: string | undefined): string | undefined {
  const minor = parseMinor(text);
  return minor === null ? undefined : formatMinor(minor);
}

/** A quantity or unit price: every digit that is printed stays. */
export function toQuantity(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const value = parseDecimal(text);
  return value === null ? undefined : formatDecimal(value);
}

/** A rate as printed: `0.060000`, `6.00%` and `6%` are all "6%"; words and asterisks stay as they are. */
export function toRate(text: string | undefined): string | undefined {
  const plain = text?.normalize('NFKC').replace(/\s/g, '');
  if (!plain) return undefined;
  const percent = plain.endsWith('%');
  const value = parseDecimal(percent ? plain.slice(0, -1) : plain);
  if (value === null) return plain;
  const shown = percent ? value : { units: value.units * 100n, scale: value.scale };
  return `${formatDecimal(shown)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')}%`;
}

/** A rate as a fraction, or null for a rate in words. */
export function parseRate(text: string | undefined): Decimal | null {
  if (!text?.endsWith('%')) return null;
  const value = parseDecimal(text.slice(0, -1));
  return value === null ? null : { units: value.units, scale: value.scale + 2 };
}
