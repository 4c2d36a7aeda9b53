import { Refusal } from '@countinghouse/protocol';
import { amountField, doubtsOf, fieldValue, type InvoiceRecord } from './invoice.ts';

/** Checks whose failure no approver may wave through. */
const hardChecks: ReadonlySet<string> = new Set(['signature', 'sum_consistent']);

/** UNTDID 1001 codes of EN 16931 documents that give money back, in positive amounts. */
const creditCodes: ReadonlySet<string> = new Set(['81', '83', '261', '296', '308', '381', '396', '420', '458', '532']);

export interface ClaimObstacleInput {
  invoice: InvoiceRecord;
  /** The invoice that this one repeats, if any, and its live claim. */
  original: { claimNumber: string | null; isInClaim: boolean } | null;
}

/** Why the invoice cannot go into a claim now; null if it can. */
export function findClaimObstacle({ invoice, original }: ClaimObstacleInput): Refusal | null {
  const params = { invoiceId: invoice.id };
  switch (invoice.status) {
    case 'reading':
    case 'refused':
    case 'not_invoice':
      return new Refusal('invoice_not_checked', `the invoice is ${invoice.status}`, params);
    case 'claimed':
    case 'approved':
    case 'booked':
    case 'archived':
      return new Refusal('invoice_already_claimed', 'it stands in a claim', {
        ...params,
        claimNumber: invoice.claim?.number ?? '',
      });
    case 'checked':
      return findContentObstacle({ invoice, original });
  }
}

/** What stands against the content; asked again when a returned claim is handed in anew. */
export function findContentObstacle({ invoice, original }: ClaimObstacleInput): Refusal | null {
  const params = { invoiceId: invoice.id };
  const doubts = doubtsOf(invoice.fields);
  if (doubts.length > 0) {
    return new Refusal('invoice_doubtful', 'fields wait for confirmation', { ...params, fields: doubts.join(', ') });
  }
  const failed = invoice.checks.find((check) => hardChecks.has(check.id) && check.status === 'fail');
  if (failed || invoice.signature === 'altered') {
    return new Refusal('invoice_not_checked', 'a check forbids it', { ...params, check: failed?.id ?? 'signature' });
  }
  const isCredit = creditCodes.has(fieldValue(invoice.fields, 'documentTypeCode'));
  if (isCredit || (amountField(invoice.fields, 'totalAmount') ?? 0) <= 0) {
    return new Refusal('invoice_not_checked', 'the total is not positive', { ...params, check: 'total_positive' });
  }
  if (invoice.duplicateKind === 'same_document' && original?.isInClaim) {
    return new Refusal('invoice_duplicate', 'the same document is in a claim already', {
      ...params,
      claimNumber: original.claimNumber ?? '',
    });
  }
  return null;
}
