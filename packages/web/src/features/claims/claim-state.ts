import type { ApprovalStep, BilingualName, Claim, ClaimCardData, ClaimStatus, CostTo } from '@countinghouse/protocol';
import type { ChipTone } from '../../shared/Chip.tsx';

export const statusTones: Record<ClaimStatus, ChipTone> = {
  draft: 'quiet',
  submitted: 'gold',
  returned: 'seal',
  withdrawn: 'quiet',
  approved: 'pine',
  booked: 'ok',
  archived: 'ok',
};

type HasSteps = Pick<ClaimCardData, 'status' | 'steps'>;

/** The step that this person has to decide now, if there is one. */
export const stepToDecide = ({ status, steps }: HasSteps, userId: string): ApprovalStep | undefined =>
  status === 'submitted' ? steps.find((step) => step.status === 'pending' && step.approverId === userId) : undefined;

/** Who sent a returned claim back, and why: the last return counts. */
export const returnOf = ({ status, steps }: HasSteps): ApprovalStep | undefined =>
  status === 'returned' ? steps.findLast((step) => step.status === 'returned') : undefined;

export type Missing = 'title' | 'cost' | 'reason';

/** What a person has to fill in before a claim can be submitted. The server decides; this spares the way there. */
export function missingIn(claim: Pick<Claim, 'lines'> & { card: Pick<ClaimCardData, 'title' | 'costTo'> }): Missing[] {
  const missing: Missing[] = [];
  if (claim.card.title.trim() === '') missing.push('title');
  if (claim.card.costTo === null) missing.push('cost');
  if (claim.lines.some((line) => line.excess && line.reason.trim() === '')) missing.push('reason');
  return missing;
}

/** Value of a choice list for who bears the cost, and back. */
export const costKey = (costTo: CostTo): string =>
  costTo.kind === 'engagement' ? `engagement ${costTo.engagementId}` : `department ${costTo.departmentId}`;

interface CostOption {
  key: string;
  name: BilingualName;
  costTo: CostTo;
}

export const costOptions = (input: {
  engagements: readonly { id: Extract<CostTo, { kind: 'engagement' }>['engagementId']; name: BilingualName }[];
  departments: readonly { id: Extract<CostTo, { kind: 'department' }>['departmentId']; name: BilingualName }[];
}): { engagements: CostOption[]; departments: CostOption[] } => ({
  engagements: input.engagements.map(({ id, name }) => option({ kind: 'engagement', engagementId: id }, name)),
  departments: input.departments.map(({ id, name }) => option({ kind: 'department', departmentId: id }, name)),
});

const option = (costTo: CostTo, name: BilingualName): CostOption => ({ key: costKey(costTo), name, costTo });
