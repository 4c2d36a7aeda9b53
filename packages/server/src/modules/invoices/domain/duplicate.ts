import type { InvoiceField, InvoiceId, InvoiceStatus } from '@countinghouse/protocol';
import { amountField, currencyOf, type DuplicateKind, fieldValue } from './invoice.ts';
import { isInClaim } from './life.ts';

/** What the search for duplicates needs to know of an invoice. */
export interface DuplicateCandidate {
  id: InvoiceId;
  status: InvoiceStatus;
  sha256: string;
  documentIndex: number;
  key: string | null;
  content: DuplicateContent;
}

/** What tells the same document from another one that bears its number. */
export interface DuplicateContent {
  sellerTaxId: string;
  sellerName: string;
  totalMinor: number | null;
  currency: string;
  issueDate: string;
}

export interface DuplicateFinding {
  ofId: InvoiceId;
  kind: DuplicateKind;
}

const fullNumber = /^\d{20}$/;

/** Begins the key of a number that its seller gave, so that sellers have to be compared as well. */
const sellersOwn = '# ';

/**
 * 20-digit numbers stand alone; others need the code. Where there is none, sellers count for themselves: two may have an
 * invoice 1001, and one source may name the seller by tax id, another by name, so the seller is compared, not part of
 * the key. Null where the invoice bears no number.
 */
export function duplicateKey(fields: readonly InvoiceField[]): string | null {
  const number = plain(fieldValue(fields, 'invoiceNumber'));
  if (number === '') return null;
  if (fullNumber.test(number)) return number;
  const code = plain(fieldValue(fields, 'invoiceCode'));
  if (code !== '') return `${code} ${number}`;
  return `${sellersOwn}${number}`;
}

export const contentOf = (fields: readonly InvoiceField[]): DuplicateContent => ({
  sellerTaxId: plain(fieldValue(fields, 'sellerTaxId')),
  sellerName: plain(fieldValue(fields, 'sellerName')).replace(/\p{P}/gu, ''),
  totalMinor: amountField(fields, 'totalAmount'),
  currency: currencyOf(fields),
  issueDate: fieldValue(fields, 'issueDate'),
});

/** A photo or a page may lack what the XML of the same invoice says, so what one side does not know does not count. */
export function isSameContent(a: DuplicateContent, b: DuplicateContent): boolean {
  if (a.totalMinor !== b.totalMinor || a.currency !== b.currency || a.issueDate !== b.issueDate) return false;
  return compareSellers(a, b) !== 'others';
}

function compareSellers(a: DuplicateContent, b: DuplicateContent): 'same' | 'others' | 'unknown' {
  if (a.sellerTaxId !== '' && b.sellerTaxId !== '') return a.sellerTaxId === b.sellerTaxId ? 'same' : 'others';
  if (a.sellerName === '' || b.sellerName === '') return 'unknown';
  return a.sellerName === b.sellerName ? 'same' : 'others';
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/**
 * Among invoices that share a number or their bytes, one is the first: those in a claim before those that are not, then
 * by time of handing in. Every other one is a duplicate of the first that it matches. The same document counts before
 * a mere collision of numbers.
 */
export function findDuplicates(candidates: readonly DuplicateCandidate[]): Map<InvoiceId, DuplicateFinding | null> {
  const ranked = [...candidates].sort(byRank);
  const findings = new Map<InvoiceId, DuplicateFinding | null>();
  for (const [position, candidate] of ranked.entries()) {
    const earlier = ranked.slice(0, position);
    const same = earlier.find((other) => relation(candidate, other) === 'same_document');
    const collision = earlier.find((other) => relation(candidate, other) === 'number_collision');
    const found = same ?? collision;
    findings.set(candidate.id, found ? { ofId: found.id, kind: same ? 'same_document' : 'number_collision' } : null);
  }
  return findings;
}

function byRank(a: DuplicateCandidate, b: DuplicateCandidate): number {
  const claimed = Number(isInClaim(b.status)) - Number(isInClaim(a.status));
  if (claimed !== 0) return claimed;
  return a.id < b.id ? -1 : 1;
}

function relation(a: DuplicateCandidate, b: DuplicateCandidate): DuplicateKind | null {
  if (a.sha256 === b.sha256 && a.documentIndex === b.documentIndex) return 'same_document';
  if (a.key === null || a.key !== b.key) return null;
  if (a.key.startsWith(sellersOwn)) return relationOfSellersOwn(a.content, b.content);
  return isSameContent(a.content, b.content) ? 'same_document' : 'number_collision';
}

/** Other sellers have nothing to do with each other; an unknown one is told by the amount alone, which must be known. */
function relationOfSellersOwn(a: DuplicateContent, b: DuplicateContent): DuplicateKind | null {
  const sellers = compareSellers(a, b);
  if (sellers === 'others') return null;
  if (isSameContent(a, b) && (sellers === 'same' || a.totalMinor !== null)) return 'same_document';
  return sellers === 'same' ? 'number_collision' : null;
}
