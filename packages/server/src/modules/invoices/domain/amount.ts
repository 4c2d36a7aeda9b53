import { currencyExponent } from '@countinghouse/protocol';

const amountForm = /^(-?)(\d{1,15})(?:\.(\d{1,8}))?$/;

/**
 * `475.25` in CNY is 47525. Null for what is no amount, for digits below the minor unit (they cannot be kept exactly)
 * and for amounts beyond what a JSON number holds exactly.
 */
export function parseAmountMinor(text: string, currency: string): number | null {
  const match = amountForm.exec(text.trim());
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const exponent = currencyExponent(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  const minor = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** 47525 in CNY is `475.25`. */
export function formatAmountMinor(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction}`;
}
