import { checkForeign, isForeign } from '../international/check-amounts.ts';
import type { Check, FieldSource, InvoiceDocument } from '../reading.ts';
import { checkEnLines } from './check-en-lines.ts';
import { checkEnTotals, isEn16931 } from './check-en-totals.ts';
import { checkLines } from './check-lines.ts';
import { checkSignature } from './check-signature.ts';
import { checkSources } from './check-sources.ts';
import { checkSum } from './check-sum.ts';
import { checkTaxId } from './check-tax-id.ts';
import { checkWords } from './check-words.ts';

/** Every check reports; none corrects. */
export function runChecks(document: InvoiceDocument, sources: ReadonlySet<FieldSource>): Check[] {
  return [...checkDocument(document), checkSources(document, sources), checkSignature(document.signature)];
}

/** The checks that look at values only; they can be run again after a person corrected a value. */
export function checkDocument(document: Pick<InvoiceDocument, 'fields'>): Check[] {
  // Words and check characters of tax ids are Chinese; tax ids of other countries are left alone.
  if (isEn16931(document.fields)) return [checkEnTotals(document.fields), checkEnLines(document.fields)];
  if (isForeign(document.fields)) return checkForeign(document.fields);
  return [
    checkSum(document.fields),
    checkLines(document.fields),
    checkWords(document.fields),
    checkTaxId(document.fields, 'seller'),
    checkTaxId(document.fields, 'buyer'),
  ];
}
