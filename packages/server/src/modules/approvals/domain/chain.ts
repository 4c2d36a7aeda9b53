import { Refusal, type UserId } from '@countinghouse/protocol';

export type Ground = 'department_head' | 'engagement_lead' | 'partner';
export type CostKind = 'engagement' | 'department';

export interface ChainRule {
  position: number;
  ground: Ground;
  /** Null: whoever bears the cost. */
  costKind: CostKind | null;
  /** In fen. */
  amountMinorMin: number;
}

/** People who may act on each ground, best first; all of them active. */
export type Candidates = Readonly<Record<Ground, readonly UserId[]>>;

export interface PlannedStep {
  position: number;
  approverId: UserId;
  ground: Ground;
}

/**
 * The chain that the rules demand. Nobody approves their own request: the next suitable person steps in. Whoever stands
 * in the chain already is not asked twice; a partner's signature is a second pair of eyes as long as there is one.
 */
export function planChain(input: {
  rules: readonly ChainRule[];
  amountMinor: number;
  costKind: CostKind;
  requesterId: UserId;
  candidates: Candidates;
}): PlannedStep[] {
  const demanded = input.rules
    .filter((rule) => rule.costKind === null || rule.costKind === input.costKind)
    .filter((rule) => input.amountMinor >= rule.amountMinorMin)
    .sort((a, b) => a.position - b.position);
  const steps: PlannedStep[] = [];
  for (const { ground } of demanded) {
    const suitable = input.candidates[ground].filter((userId) => userId !== input.requesterId);
    if (suitable.length === 0) {
      throw new Refusal('approver_missing', `nobody can approve as ${ground}`, { ground });
    }
    const approverId = chooseApprover({ ground, suitable, chain: steps.map((step) => step.approverId) });
    if (approverId) steps.push({ position: steps.length + 1, approverId, ground });
  }
  if (steps.length === 0) throw new Refusal('approver_missing', 'no rule names an approver', { ground: '' });
  return steps;
}

/** Undefined where the suitable person has a step already. */
function chooseApprover(input: {
  ground: Ground;
  suitable: readonly UserId[];
  chain: readonly UserId[];
}): UserId | undefined {
  const [best] = input.suitable;
  if (input.ground === 'partner') return input.suitable.find((userId) => !input.chain.includes(userId));
  return best !== undefined && !input.chain.includes(best) ? best : undefined;
}
