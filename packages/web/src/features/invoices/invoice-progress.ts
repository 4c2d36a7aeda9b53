import type { InvoiceCardData, Person } from '@countinghouse/protocol';

export const progressSteps = ['read', 'claimed', 'approved', 'booked', 'archived'] as const;
export type ProgressStep = (typeof progressSteps)[number];
export type StepState = 'done' | 'current' | 'ahead';

/** How many steps are behind each status. A submitted claim is handed in and waits for approval. */
function stepsDone(card: InvoiceCardData): number {
  switch (card.status) {
    case 'reading':
    case 'refused':
    case 'not_invoice':
      return 0;
    case 'checked':
      return 1;
    case 'claimed':
      return card.claimStatus === 'submitted' ? 2 : 1;
    case 'approved':
      return 3;
    case 'booked':
      return 4;
    case 'archived':
      return 5;
  }
}

export function progressOf(card: InvoiceCardData): { step: ProgressStep; state: StepState }[] {
  const done = stepsDone(card);
  return progressSteps.map((step, position) => ({
    step,
    state: position < done ? 'done' : position === done ? 'current' : 'ahead',
  }));
}

export type StatusKey =
  | Exclude<InvoiceCardData['status'], 'claimed'>
  | 'claimed'
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'duplicate'
  | 'collision'
  | 'given_back';

/** The one word that tells where the invoice stands: a duplicate before its claim is the news, later its claim is. */
export function statusKeyOf(card: InvoiceCardData): StatusKey {
  if (card.status === 'checked' && card.duplicate) {
    return card.duplicate.kind === 'same_document' ? 'duplicate' : 'collision';
  }
  if (card.status === 'checked' && givesBack(card)) return 'given_back';
  if (card.status !== 'claimed') return card.status;
  const { claimStatus } = card;
  return claimStatus === 'draft' || claimStatus === 'submitted' || claimStatus === 'returned' ? claimStatus : 'claimed';
}

/** Checks whose failure no approver may wave through; the server refuses such a claim. */
const hardChecks = ['signature', 'sum_consistent'];

/**
 * Money that comes back, which nobody can claim: a red-letter invoice by its sign, a credit note by its kind, for EN 16931
 * writes its amounts without one.
 */
export function givesBack(card: InvoiceCardData): 'credit_note' | 'red_letter' | null {
  if (/^欧盟电子[^（]*贷项通知单/.test(card.invoiceType)) return 'credit_note';
  return (card.totalMinor ?? 0) < 0 ? 'red_letter' : null;
}

/**
 * What the server would let into a claim, so that no button leads to a refusal that is known beforehand. Guests hand
 * invoices in and claim none.
 */
export const isClaimable = (card: InvoiceCardData, by: Pick<Person, 'id' | 'kind'>) =>
  by.kind === 'person' &&
  card.status === 'checked' &&
  card.uploaderId === by.id &&
  card.doubts.length === 0 &&
  (card.totalMinor ?? 0) > 0 &&
  !givesBack(card) &&
  !card.checks.some((check) => check.status === 'fail' && hardChecks.includes(check.id)) &&
  !isClaimedTwice(card);

/** The same document stands in a claim already. One that was only sent twice can still be claimed once. */
export const isClaimedTwice = ({ duplicate }: InvoiceCardData) =>
  duplicate?.kind === 'same_document' && duplicate.claimNumber !== null;
