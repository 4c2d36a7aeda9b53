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

/** Digits after the point in which a currency is counted: 2 for CNY, 0 for JPY. */
export const currencyExponent = (currency: string): number =>
  Object.hasOwn(exponents, currency) ? (exponents[currency] ?? exponentDefault) : exponentDefault;
