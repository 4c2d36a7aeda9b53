import type { InvoiceCheck, InvoiceField } from '@countinghouse/protocol';
import type { DuplicateFinding } from './duplicate.ts';
import { fieldValue } from './invoice.ts';

export function checkNotDuplicate(fields: readonly InvoiceField[], finding: DuplicateFinding | null): InvoiceCheck {
  const result = (status: InvoiceCheck['status'], message: string): InvoiceCheck => ({
    id: 'not_duplicate',
    status,
    fields: ['invoiceCode', 'invoiceNumber'],
    message,
    ...(finding ? { params: { kind: finding.kind } } : {}),
  });
  if (finding?.kind === 'same_document') return result('fail', 'The same document was handed in before.');
  if (finding) return result('warn', 'Another document with other content bears the same number.');
  if (fieldValue(fields, 'invoiceNumber') === '') return result('unknown', 'The document bears no number.');
  return result('pass', 'Handed in for the first time.');
}

/** The new checks replace those of the same id and keep their place; others are added at the end. */
export function mergeChecks(checks: readonly InvoiceCheck[], news: readonly InvoiceCheck[]): InvoiceCheck[] {
  const newById = new Map(news.map((check) => [check.id, check]));
  const kept = checks.map((check) => newById.get(check.id) ?? check);
  const known = new Set(checks.map((check) => check.id));
  return [...kept, ...news.filter((check) => !known.has(check.id))];
}
