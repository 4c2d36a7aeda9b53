import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ApprovalId,
  ApprovalStepId,
  ArchiveId,
  ClaimId,
  ClientId,
  DepartmentId,
  EngagementId,
  InvoiceId,
  UserId,
  VoucherId,
} from './ids.ts';
import { InvoiceCardData } from './invoices.ts';
import { AmountMinor, BilingualName, Instant, oneOf } from './values.ts';

/** `returned` can be mended and submitted again; `withdrawn` is an end and frees the invoices. */
export const ClaimStatus = oneOf(['draft', 'submitted', 'returned', 'withdrawn', 'approved', 'booked', 'archived']);
export type ClaimStatus = Static<typeof ClaimStatus>;

export const ExpenseType = Type.Object({
  /** For example `travel_hotel`, `travel_transport`, `meals`, `office`, `consulting`, `training`, `communication`, `other`. */
  code: Type.String(),
  name: BilingualName,
  accountCode: Type.String(),
  limitNote: Type.Union([BilingualName, Type.Null()]),
});
export type ExpenseType = Static<typeof ExpenseType>;

/** Who bears the cost: exactly one of the two. */
export const CostTo = Type.Union([
  Type.Object({ kind: Type.Literal('engagement'), engagementId: EngagementId }),
  Type.Object({ kind: Type.Literal('department'), departmentId: DepartmentId }),
]);
export type CostTo = Static<typeof CostTo>;

/** A policy limit that a line exceeds. A reason lets it pass to the approver. */
export const PolicyExcess = Type.Object({
  rule: Type.String(),
  limitMinor: AmountMinor,
  actualMinor: AmountMinor,
  source: BilingualName,
});
export type PolicyExcess = Static<typeof PolicyExcess>;

export const ClaimLine = Type.Object({
  invoiceId: InvoiceId,
  invoice: InvoiceCardData,
  expenseType: Type.String(),
  amountMinor: AmountMinor,
  excess: Type.Union([PolicyExcess, Type.Null()]),
  reason: Type.String(),
});
export type ClaimLine = Static<typeof ClaimLine>;

export const ApprovalStep = Type.Object({
  id: ApprovalStepId,
  position: Type.Integer(),
  approverId: UserId,
  /** Why this person: `department_head`, `engagement_lead`, `partner`, `added`. */
  ground: Type.String(),
  status: oneOf(['waiting', 'pending', 'approved', 'returned', 'delegated', 'cancelled']),
  decidedAt: Type.Union([Instant, Type.Null()]),
  reason: Type.String(),
});
export type ApprovalStep = Static<typeof ApprovalStep>;

/** What a claim card shows. Content of `Countinghouse.Claim`. */
export const ClaimCardData = Type.Object({
  claimId: ClaimId,
  version: Type.Integer(),
  number: Type.String(),
  claimantId: UserId,
  title: Type.String(),
  status: ClaimStatus,
  currency: Type.String(),
  totalMinor: AmountMinor,
  lineCount: Type.Integer(),
  lines: Type.Array(
    Type.Object({
      invoiceId: InvoiceId,
      sellerName: Type.String(),
      expenseType: Type.String(),
      amountMinor: AmountMinor,
      excess: Type.Union([PolicyExcess, Type.Null()]),
      reason: Type.String(),
      warnings: Type.Integer(),
    }),
  ),
  costTo: Type.Union([CostTo, Type.Null()]),
  costName: Type.Union([BilingualName, Type.Null()]),
  approvalId: Type.Union([ApprovalId, Type.Null()]),
  steps: Type.Array(ApprovalStep),
  voucherNumber: Type.Union([Type.String(), Type.Null()]),
  archiveId: Type.Union([ArchiveId, Type.Null()]),
});
export type ClaimCardData = Static<typeof ClaimCardData>;

export const Claim = Type.Object({
  card: ClaimCardData,
  lines: Type.Array(ClaimLine),
  voucherId: Type.Union([VoucherId, Type.Null()]),
  createdAt: Instant,
  submittedAt: Type.Union([Instant, Type.Null()]),
  history: Type.Array(Type.Object({ at: Instant, actorId: UserId, what: Type.String(), note: Type.String() })),
  actions: Type.Array(oneOf(['edit', 'submit', 'withdraw', 'decide', 'book', 'archive', 'download'])),
});
export type Claim = Static<typeof Claim>;

const ClaimParams = Type.Object({ claimId: ClaimId });

export const claims = {
  expenseTypes: endpoint({
    id: 'claims.expense-types',
    method: 'GET',
    path: '/api/expense-types',
    summary: 'Expense types with their accounts and limits.',
    response: Type.Object({ expenseTypes: Type.Array(ExpenseType) }),
  }),
  create: endpoint({
    id: 'claims.create',
    method: 'POST',
    path: '/api/claims',
    summary: 'Draft a claim from one or several checked invoices; expense types and cost are proposed.',
    body: Type.Object({ clientId: ClientId, invoiceIds: Type.Array(InvoiceId, { minItems: 1, maxItems: 100 }) }),
    response: Claim,
  }),
  list: endpoint({
    id: 'claims.list',
    method: 'GET',
    path: '/api/claims',
    summary:
      '`mine`: handed in by me. `queue`: approved or booked claims that finance has to book or archive. `all`: all that I may see.',
    query: Type.Object({ scope: oneOf(['mine', 'queue', 'all']), status: Type.Optional(ClaimStatus) }),
    response: Type.Object({ claims: Type.Array(ClaimCardData) }),
  }),
  get: endpoint({
    id: 'claims.get',
    method: 'GET',
    path: '/api/claims/:claimId',
    summary: 'One claim.',
    params: ClaimParams,
    response: Claim,
  }),
  /** Whole new state of what is given; lines left out of `lines` leave the claim. */
  edit: endpoint({
    id: 'claims.edit',
    method: 'PATCH',
    path: '/api/claims/:claimId',
    summary: 'Change a draft or returned claim.',
    params: ClaimParams,
    body: Type.Object({
      version: Type.Integer(),
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      costTo: Type.Optional(CostTo),
      lines: Type.Optional(
        Type.Array(
          Type.Object({ invoiceId: InvoiceId, expenseType: Type.String(), reason: Type.String({ maxLength: 1000 }) }),
          { minItems: 1, maxItems: 100 },
        ),
      ),
    }),
    response: Claim,
  }),
  submit: endpoint({
    id: 'claims.submit',
    method: 'POST',
    path: '/api/claims/:claimId/submit',
    summary: 'Hand the claim in; the chain of approvers comes from the rules.',
    params: ClaimParams,
    body: Type.Object({ version: Type.Integer() }),
    response: Claim,
  }),
  withdraw: endpoint({
    id: 'claims.withdraw',
    method: 'POST',
    path: '/api/claims/:claimId/withdraw',
    summary: 'Take the claim back before it is approved; its invoices can be claimed again.',
    params: ClaimParams,
    response: Claim,
  }),
  /** `delegate` hands the step to another approver, who is added to the chain in its place. */
  decide: endpoint({
    id: 'approvals.decide',
    method: 'POST',
    path: '/api/approvals/:approvalId/decisions',
    summary: 'Approve, return with a reason, or ask for another approver.',
    params: Type.Object({ approvalId: ApprovalId }),
    body: Type.Object({
      stepId: ApprovalStepId,
      decision: oneOf(['approve', 'return', 'delegate']),
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
      approverId: Type.Optional(UserId),
    }),
    response: Claim,
  }),
  /** 待我处理: what waits for the caller. */
  inbox: endpoint({
    id: 'claims.inbox',
    method: 'GET',
    path: '/api/inbox',
    summary: 'What waits for me: approvals, returned claims, questions, and the queue for finance.',
    response: Type.Object({
      approvals: Type.Array(ClaimCardData),
      returned: Type.Array(ClaimCardData),
      questions: Type.Array(
        Type.Object({
          questionId: Type.String(),
          invoiceId: InvoiceId,
          text: Type.String(),
          askedById: UserId,
          askedAt: Instant,
        }),
      ),
      queueCount: Type.Integer(),
    }),
  }),
};
