import { type Decimal, formatDecimal, parseDecimal } from '../values/decimal.ts';

const XSD_DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** `xs:decimal`, nothing else: a decimal comma or a thousands separator would give a wrong number without a sign of it. */
export function xsdDecimal(text: string | undefined): Decimal | null {
  return text !== undefined && XSD_DECIMAL.test(text) ? parseDecimal(text) : null;
}

/** At least two decimals, further ones only where they are not nil; text that is no number stays as it is. */
export function amountText(text: string): string {
  const value = xsdDecimal(text);
  if (value === null) return text;
  let { units, scale } = value;
  for (; scale < 2; scale++) units *= 10n;
  for (; scale > 2 && units % 10n === 0n; scale--) units /= 10n;
  return formatDecimal({ units, scale });
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
