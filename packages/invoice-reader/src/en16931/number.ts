import { type Decimal, formatDecimal, parseDecimal } from '../values/decimal.ts';

const XSD_DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** `xs:decimal`, nothing else: a decimal comma or a thousands separator would give a wrong number without a sign of it. */
export function xsdDecimal(text: string | undefined): Decimal | null {
  return text !== undefined && XSD_DECIMAL.test(text) ? parseDecimal(text) : null;
}

// 1.234,56 and 1234,56, which the rules report, have one reading only.
const DECIMAL_COMMA = /^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}$/;

/** At least two decimals, further ones only where they are not nil; undefined for text that is no number. */
export function amountText(text: string | undefined): string | undefined {
  const value = xsdDecimal(
    text !== undefined && DECIMAL_COMMA.test(text) ? text.replaceAll('.', '').replace(',', '.') : text,
  );
  if (value === null) return undefined;
  let { units, scale } = value;
  for (; scale < 2; scale++) units *= 10n;
  for (; scale > 2 && units % 10n === 0n; scale--) units /= 10n;
  return formatDecimal({ units, scale });
}

/** A quantity or price with every digit; a lone point (`64.`) is left out, and text that is no number stays as it is. */
export function decimalText(text: string | undefined): string | undefined {
  const value = xsdDecimal(text);
  return value === null ? text : formatDecimal(value);
}

/** `25.0` is "25%"; text that is no number stays as it is. */
export function rateText(text: string): string {
  const value = xsdDecimal(text);
  return value === null ? text : `${plainText(value)}%`;
}

/** Without nil decimals at the end. */
function plainText(value: Decimal): string {
  let { units, scale } = value;
  for (; scale > 0 && units % 10n === 0n; scale--) units /= 10n;
  return formatDecimal({ units, scale });
}
