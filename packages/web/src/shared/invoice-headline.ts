import type { InvoiceCardData, Locale } from '@countinghouse/protocol';
import { describeKind } from './invoice-kinds.ts';

/** What an invoice is called in a list: tickets of rail and air name no seller. */
export const invoiceHeadline = (card: InvoiceCardData, locale: Locale): string =>
  card.sellerName || card.itemSummary || describeKind(card.invoiceType, locale) || card.file.name;

/** The quiet line below: whatever the title does not say yet. */
export const invoiceSubline = (card: InvoiceCardData, locale: Locale): string => {
  const kind = describeKind(card.invoiceType, locale);
  return card.sellerName || card.itemSummary ? kind : kind ? card.file.name : '';
};
