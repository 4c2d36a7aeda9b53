import { InvoiceCardData, QuestionCardData } from '@countinghouse/protocol';
import { Check } from 'typebox/value';

/** Null for anything that is not exactly an invoice: card content is hostile until proven otherwise. */
export const parseInvoiceCard = (data: unknown): InvoiceCardData | null => (Check(InvoiceCardData, data) ? data : null);

export const parseQuestionCard = (data: unknown): QuestionCardData | null =>
  Check(QuestionCardData, data) ? data : null;
