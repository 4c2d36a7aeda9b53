import { currencyExponent, type Exchange, Refusal } from '@countinghouse/protocol';

/** The books are kept in yuan (会计法, article 12). */
export const bookCurrency = 'CNY';

/** The rate at which a claim is booked; null for one in yuan. Throws `exchange_rate_missing` or `exchange_rate_unfit`. */
export function exchangeFor(currency: string, rate: string | undefined): Exchange | null {
  if (currency === bookCurrency) {
    if (rate !== undefined) throw new Refusal('exchange_rate_unfit', 'the claim is in yuan already');
    return null;
  }
  if (rate === undefined) {
    throw new Refusal('exchange_rate_missing', `give the rate of ${currency} in yuan`, { currency });
  }
  return { currency, rate };
}

/** An amount of a foreign currency in fen, half a fen rounded up. Throws `exchange_rate_unfit` where nothing is left or it is too large. */
export function toFen(amountMinor: number, exchange: Exchange): number {
  const fen = Number(fenAt(amountMinor, exchange));
  if (fen <= 0 || !Number.isSafeInteger(fen)) {
    const { currency } = exchange;
    throw new Refusal('exchange_rate_unfit', 'the amount in yuan is nothing or too large', { currency });
  }
  return fen;
}

/** The same for parts of an amount that was booked already, of which a small one may come to nothing. */
export function fenAt(amountMinor: number, { currency, rate }: Exchange): bigint {
  const [whole = '', fraction = ''] = rate.split('.');
  const scaled = BigInt(amountMinor) * BigInt(`${whole}${fraction}`) * 100n;
  const divisor = 10n ** BigInt(fraction.length + currencyExponent(currency));
  return (scaled * 2n + divisor) / (divisor * 2n);
}
