import type { InvoiceCardData, Locale } from '@countinghouse/protocol';
import { textsFor } from '../../shared/texts.ts';
import { describeNotInvoice } from './not-invoice-texts.ts';
import { describeReadingRefusal, type RefusalText, readingRefusalsEn, readingRefusalsZh } from './refusal-texts.ts';
import { cardTexts } from './texts.ts';

/** What was found in a file from which nothing can be claimed, and what to do. Null for an invoice. */
export function describeUnusable(card: InvoiceCardData, locale: Locale): RefusalText | null {
  const texts = textsFor(cardTexts, locale);
  if (card.status === 'refused') {
    // The bytes are a picture; only its format is not one of those that can be decoded, such as that of a raw photo or a drawing.
    if (card.refusal === 'format_unknown' && card.file.mediaType.startsWith('image/')) {
      return { found: texts.pictureFormat, advice: texts.pictureFormatHint };
    }
    return describeReadingRefusal(card.refusal, locale === 'en' ? readingRefusalsEn : readingRefusalsZh);
  }
  if (card.status !== 'not_invoice') return null;
  return {
    found: describeNotInvoice(card.notInvoiceReason, locale),
    advice: texts.notInvoiceHint,
  };
}
