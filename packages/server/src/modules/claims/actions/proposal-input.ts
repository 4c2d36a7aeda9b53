import type { InvoiceId } from '@countinghouse/protocol';
import { amountField, type ClaimableInvoice, currencyOf, fieldValue, parseAmountMinor } from '../../invoices/index.ts';
import {
  departmentCostAccount,
  type ExpenseToBook,
  engagementCostAccount,
  type ProposalInput,
  type TaxedDocument,
} from '../../ledger/index.ts';
import type { ClaimLineRecord, ClaimRecord } from '../domain/claim.ts';
import { findExpenseKind } from '../domain/expense-types.ts';

/** Entertainment is never deductible, whatever the invoice says. */
const excludedUses: ReadonlySet<string> = new Set(['meals']);

/** What the ledger needs to know of an approved claim. */
export function proposalInput(input: {
  claim: ClaimRecord;
  invoices: ReadonlyMap<InvoiceId, ClaimableInvoice>;
  date: string;
}): ProposalInput {
  const { claim } = input;
  const parent = claim.costTo?.kind === 'engagement' ? engagementCostAccount : departmentCostAccount;
  return {
    date: input.date,
    currency: claim.currency,
    claimNumber: claim.number,
    claimantId: claim.claimantId,
    departmentId: claim.costTo?.kind === 'department' ? claim.costTo.departmentId : null,
    engagementId: claim.costTo?.kind === 'engagement' ? claim.costTo.engagementId : null,
    expenses: claim.lines.map((line) => expenseOf(line, parent, input.invoices.get(line.invoiceId))),
  };
}

function expenseOf(line: ClaimLineRecord, parent: string, found: ClaimableInvoice | undefined): ExpenseToBook {
  const kind = findExpenseKind(line.expenseType);
  if (!kind || !found) throw new Error(`line of invoice ${line.invoiceId} cannot be booked`);
  return {
    invoiceId: line.invoiceId,
    accountCode: `${parent}${kind.accountSuffix}`,
    expenseName: kind.name,
    sellerName: found.card.sellerName || found.card.itemSummary,
    document: taxedDocument(line, found),
  };
}

function taxedDocument(line: ClaimLineRecord, { invoice, card }: ClaimableInvoice): TaxedDocument {
  const { fields, items } = invoice;
  const currency = currencyOf(fields);
  return {
    invoiceType: card.invoiceType,
    currency,
    totalMinor: line.amountMinor,
    taxMinor: card.taxMinor,
    items: items.map((item) => ({ name: item.name, taxMinor: parseAmountMinor(item.taxAmount ?? '', currency) })),
    fareMinor: amountField(fields, 'fare'),
    fuelSurchargeMinor: amountField(fields, 'fuelSurcharge'),
    passengerName: fieldValue(fields, 'passengerName'),
    isBuyerFirm: !invoice.checks.some((check) => check.id === 'buyer_is_firm' && check.status === 'fail'),
    isUseExcluded: excludedUses.has(line.expenseType),
  };
}
