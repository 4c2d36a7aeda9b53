import type { BilingualName, ClaimCardData, CostTo, InvoiceCardData } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { findApprovals } from '../../approvals/index.ts';
import { findEngagements } from '../../engagements/index.ts';
import { findDepartments } from '../../identity/index.ts';
import type { ClaimsContext } from '../deps.ts';
import { type LineFacts, presentClaimCard } from '../domain/card.ts';
import type { ClaimRecord } from '../domain/claim.ts';

/** The public face of claims, in the order given. */
export async function presentClaims(
  context: Pick<ClaimsContext, 'invoices'>,
  db: Queryable,
  claims: readonly ClaimRecord[],
): Promise<ClaimCardData[]> {
  const invoiceIds = [...new Set(claims.flatMap((claim) => claim.lines.map((line) => line.invoiceId)))];
  const found = await context.invoices.claiming.find(db, invoiceIds);
  const lineFacts = new Map([...found].map(([id, { card }]) => [id, lineFactsOf(card)]));
  const approvals = await findApprovals(
    db,
    claims.flatMap((claim) => claim.approvalId ?? []),
  );
  const stepsByApproval = new Map(approvals.map((approval) => [approval.id, approval.steps]));
  const nameOf = await findCostNames(
    db,
    claims.flatMap((claim) => claim.costTo ?? []),
  );
  return claims.map((claim) =>
    presentClaimCard({
      claim,
      lineFacts,
      costName: claim.costTo ? nameOf(claim.costTo) : null,
      steps: (claim.approvalId && stepsByApproval.get(claim.approvalId)) || [],
    }),
  );
}

const lineFactsOf = (card: InvoiceCardData): LineFacts => ({
  sellerName: card.sellerName || card.itemSummary,
  warnings: card.checks.filter((check) => check.status === 'warn' || check.status === 'fail').length,
});

async function findCostNames(
  db: Queryable,
  costs: readonly CostTo[],
): Promise<(costTo: CostTo) => BilingualName | null> {
  const engagements = await findEngagements(
    db,
    costs.flatMap((cost) => (cost.kind === 'engagement' ? cost.engagementId : [])),
  );
  const departments = await findDepartments(
    db,
    costs.flatMap((cost) => (cost.kind === 'department' ? cost.departmentId : [])),
  );
  const names = new Map<string, BilingualName>(
    [...engagements, ...departments].map((bearer) => [bearer.id, bearer.name]),
  );
  return (cost) => names.get(cost.kind === 'engagement' ? cost.engagementId : cost.departmentId) ?? null;
}
