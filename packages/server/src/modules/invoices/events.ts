import type { InvoiceId, UserId } from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';

/** Values of an invoice were corrected or confirmed. */
export const invoiceCorrected = defineEvent<{ invoiceId: InvoiceId; actorId: UserId }>('invoice.corrected');
/** A question to this person was asked or answered. */
export const questionsChanged = defineEvent<{ userId: UserId }>('invoice.questions-changed');
