import type { InvoiceCardData } from '@countinghouse/protocol';
import { useMemo } from 'react';
import { invoiceHeadline, invoiceSubline } from './invoice-headline.ts';
import { describeKind } from './invoice-kinds.ts';
import { useLocale } from './locale.tsx';

/** What invoices are called in the reader's language. */
export function useInvoiceNames() {
  const { locale } = useLocale();
  return useMemo(
    () => ({
      headline: (card: InvoiceCardData) => invoiceHeadline(card, locale),
      subline: (card: InvoiceCardData) => invoiceSubline(card, locale),
      kind: (card: InvoiceCardData) => describeKind(card.invoiceType, locale),
    }),
    [locale],
  );
}
