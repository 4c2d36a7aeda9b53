import { type Decimal, formatDecimal, multiply } from '../../values/decimal.ts';
import type { Amount } from '../model.ts';

// `xs:decimal`; neither thousands separators nor exponents are allowed.
const XSD_DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
// No amount, price or quantity needs more; longer strings would only cost time.
const DIGITS_MAX = 40;

export const ZERO: Decimal = { units: 0n, scale: 0 };
export const ONE: Decimal = { units: 1n, scale: 0 };
export const CENT: Decimal = { units: 1n, scale: 2 };

/** The number that an XML decimal stands for, or undefined when there is none or the text is no decimal. */
export function readDecimal(text: string | undefined): Decimal | undefined {
  const match = text === undefined || text.length > DIGITS_MAX ? null : XSD_DECIMAL.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

export function readAmount(amount: Amount | undefined): Decimal | undefined {
  return readDecimal(amount?.value);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { units: -b.units, scale: b.scale });
}

/** Negative, zero or positive, as for `Array.sort`. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = subtract(a, b).units;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function equals(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function absolute(value: Decimal): Decimal {
  return value.units < 0n ? { units: -value.units, scale: value.scale } : value;
}

/** How far two numbers are apart. */
export function distance(a: Decimal, b: Decimal): Decimal {
  return absolute(subtract(a, b));
}

/** A hundredth of the amount times the rate. */
export function percentOf(amount: Decimal, rate: Decimal): Decimal {
  const product = multiply(amount, rate);
  return { units: product.units, scale: product.scale + 2 };
}

/** As `fn:round` of XPath, which the published rules are written in: half goes towards positive infinity. */
export function roundTo(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  const divisor = 10n ** BigInt(value.scale - scale);
  return { units: floorDivide(value.units * 2n + divisor, divisor * 2n), scale };
}

export function times(value: Decimal, count: number): Decimal {
  return { units: value.units * BigInt(count), scale: value.scale };
}

/** The shortest way to write the number: `19`, `19.0` and `19.00` are all `19`. */
export function canonical(value: Decimal): string {
  const text = formatDecimal(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** For messages: amounts with at least two decimals. */
export function shown(value: Decimal): string {
  return formatDecimal(value.scale < 2 ? { units: at(value, 2), scale: 2 } : value);
}

function at(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale);
}

function floorDivide(numerator: bigint, divisor: bigint): bigint {
  const quotient = numerator / divisor;
  return numerator % divisor !== 0n && numerator < 0n ? quotient - 1n : quotient;
}
