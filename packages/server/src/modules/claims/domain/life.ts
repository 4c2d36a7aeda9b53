import type { ClaimStatus } from '@countinghouse/protocol';

/** Everything that can happen to a claim's status. */
export type ClaimCommand = 'submit' | 'return' | 'approve' | 'withdraw' | 'book' | 'unbook' | 'archive';

type Life = Readonly<Record<ClaimStatus, Partial<Readonly<Record<ClaimCommand, ClaimStatus>>>>>;

/** What is not listed cannot happen. A database trigger holds the same table. */
export const claimLife: Life = {
  draft: { submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { return: 'returned', approve: 'approved', withdraw: 'withdrawn' },
  returned: { submit: 'submitted', withdraw: 'withdrawn' },
  withdrawn: {},
  approved: { book: 'booked' },
  booked: { unbook: 'approved', archive: 'archived' },
  archived: {},
};

/** The status after the command, or undefined where the command is out of place. */
export const nextClaimStatus = (status: ClaimStatus, command: ClaimCommand): ClaimStatus | undefined =>
  claimLife[status][command];

export const isEditable = (status: ClaimStatus): boolean => status === 'draft' || status === 'returned';
