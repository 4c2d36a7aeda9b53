import type { InvoiceStatus } from '@countinghouse/protocol';

/** Everything that can happen to an invoice's status. */
export type InvoiceCommand =
  | 'refuse'
  | 'dismiss'
  | 'accept'
  | 'claim'
  | 'release'
  | 'approve'
  | 'book'
  | 'unbook'
  | 'archive';

type Life = Readonly<Record<InvoiceStatus, Partial<Readonly<Record<InvoiceCommand, InvoiceStatus>>>>>;

/** What is not listed cannot happen. A database trigger holds the same table. */
export const invoiceLife: Life = {
  reading: { refuse: 'refused', dismiss: 'not_invoice', accept: 'checked' },
  refused: {},
  not_invoice: {},
  checked: { claim: 'claimed' },
  claimed: { release: 'checked', approve: 'approved' },
  approved: { book: 'booked' },
  booked: { unbook: 'approved', archive: 'archived' },
  archived: {},
};

/** The status after the command, or undefined where the command is out of place. */
export const nextInvoiceStatus = (status: InvoiceStatus, command: InvoiceCommand): InvoiceStatus | undefined =>
  invoiceLife[status][command];

/** Statuses in which the invoice is part of a claim that lives. */
export const isInClaim = (status: InvoiceStatus): boolean =>
  status === 'claimed' || status === 'approved' || status === 'booked' || status === 'archived';

/** Values may be mended until the claim is handed in, and again when it comes back. */
export const isCorrectable = (invoice: { status: InvoiceStatus; claim: { status: string } | null }): boolean =>
  invoice.status === 'checked' ||
  (invoice.status === 'claimed' && (invoice.claim?.status === 'draft' || invoice.claim?.status === 'returned'));
