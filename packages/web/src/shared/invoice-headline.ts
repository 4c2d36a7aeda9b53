import type { InvoiceCardData } from '@countinghouse/protocol';

/** What an invoice is called in a list: tickets of rail and air name no seller. */
export const invoiceHeadline = (card: InvoiceCardData): string =>
  card.sellerName || card.itemSummary || card.invoiceType || card.file.name;

/** The quiet line below: whatever the title does not say yet. */
export const invoiceSubline = (card: InvoiceCardData): string =>
  card.sellerName || card.itemSummary ? card.invoiceType : card.invoiceType ? card.file.name : '';
