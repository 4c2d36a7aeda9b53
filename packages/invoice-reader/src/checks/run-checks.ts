import type { Check, FieldSource, InvoiceDocument } from '../reading.ts';
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
  return [
    checkSum(document.fields),
    checkLines(document.fields),
    checkWords(document.fields),
    checkTaxId(document.fields, 'seller'),
    checkTaxId(document.fields, 'buyer'),
  ];
}
