import type { Amount, TaxTotal } from './model.ts';

/** BT-110 and BT-111 among the VAT totals of a file. */
export interface VatTotals {
  vatAmount?: Amount;
  vatAmountInAccountingCurrency?: Amount;
}

/**
 * BT-110 is the total in the currency of the invoice. Without a matching `currencyID` the one that holds the breakdown
 * counts, then the first: a wrong currency code is for the rules to report, and no reason to lose the amount.
 */
export function vatTotals(totals: readonly TaxTotal[], currency?: string, accountingCurrency?: string): VatTotals {
  const hasCurrency = (total: TaxTotal, code: string | undefined) =>
    code !== undefined && total.amount?.currencyId === code;
  const other = totals.filter((total) => !hasCurrency(total, currency));
  const accounting = other.find((total) => hasCurrency(total, accountingCurrency));
  const rest = other.filter((total) => total !== accounting);
  const own =
    totals.find((total) => hasCurrency(total, currency)) ??
    rest.find((total) => total.amount?.currencyId === undefined) ??
    rest.find((total) => total.subtotalCount > 0) ??
    rest[0];
  return {
    ...(own?.amount && { vatAmount: own.amount }),
    ...(accounting?.amount && { vatAmountInAccountingCurrency: accounting.amount }),
  };
}
