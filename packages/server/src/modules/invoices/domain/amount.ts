/** Currencies of ISO 4217 whose minor unit is not a hundredth. */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};
const exponentDefault = 2;
const amountForm = /^(-?)(\d{1,15})(?:\.(\d{1,8}))?$/;

export const exponentOf = (currency: string): number => exponents[currency] ?? exponentDefault;

/**
 * `475.25` in CNY is 47525. Null for what is no amount, for digits below the minor unit (they cannot be kept exactly)
 * and for amounts beyond what a JSON number holds exactly.
 */
export function parseAmountMinor(text: string, currency: string): number | null {
  const match = amountForm.exec(text.trim());
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  const minor = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** 47525 in CNY is `475.25`. */
export function formatAmountMinor(minor: number, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction}`;
}
