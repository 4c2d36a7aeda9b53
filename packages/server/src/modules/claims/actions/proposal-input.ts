import type { Exchange, InvoiceId } from '@countinghouse/protocol';
import {
  amountField,
  type ClaimableInvoice,
  currencyOf,
  fieldValue,
  formatAmountMinor,
  parseAmountMinor,
} from '../../invoices/index.ts';
import {
  bookCurrency,
  departmentCostAccount,
  type ExpenseToBook,
  engagementCostAccount,
  type ProposalInput,
  type TaxedDocument,
  toFen,
} from '../../ledger/index.ts';
import type { ClaimLineRecord, ClaimRecord } from '../domain/claim.ts';
import { findExpenseKind } from '../domain/expense-types.ts';

/** Entertainment is never deductible, whatever the invoice says. */
const excludedUses: ReadonlySet<string> = new Set(['meals']);

/** What the ledger needs to know of an approved claim. */
export function proposalInput(input: {
  claim: ClaimRecord;
  invoices: ReadonlyMap<InvoiceId, ClaimableInvoice>;
  exchange: Exchange | null;
  date: string;
}): ProposalInput {
  const { claim, exchange } = input;
  const parent = claim.costTo?.kind === 'engagement' ? engagementCostAccount : departmentCostAccount;
  return {
    date: input.date,
    currency: bookCurrency,
    exchange,
    claimNumber: claim.number,
    claimantId: claim.claimantId,
    departmentId: claim.costTo?.kind === 'department' ? claim.costTo.departmentId : null,
    engagementId: claim.costTo?.kind === 'engagement' ? claim.costTo.engagementId : null,
    expenses: claim.lines.map((line) =>
      expenseOf(line, parent, { found: input.invoices.get(line.invoiceId), exchange }),
    ),
  };
}

function expenseOf(
  line: ClaimLineRecord,
  parent: string,
  { found, exchange }: { found: ClaimableInvoice | undefined; exchange: Exchange | null },
): ExpenseToBook {
  const kind = findExpenseKind(line.expenseType);
  if (!kind || !found) throw new Error(`line of invoice ${line.invoiceId} cannot be booked`);
  return {
    invoiceId: line.invoiceId,
    accountCode: `${parent}${kind.accountSuffix}`,
    expenseName: kind.name,
    sellerName: found.card.sellerName || found.card.itemSummary,
    conversion: exchange
      ? `${exchange.currency} ${formatAmountMinor(line.amountMinor, exchange.currency)} × ${exchange.rate}`
      : '',
    document: taxedDocument(line, found, exchange),
  };
}

function taxedDocument(
  line: ClaimLineRecord,
  { invoice, card }: ClaimableInvoice,
  exchange: Exchange | null,
): TaxedDocument {
  const { fields, items } = invoice;
  const currency = currencyOf(fields);
  return {
    invoiceType: card.invoiceType,
    currency,
    // What is not in yuan gives no input VAT, so that only the total is converted.
    totalMinor: exchange ? toFen(line.amountMinor, exchange) : line.amountMinor,
    taxMinor: card.taxMinor,
    items: items.map((item) => ({ name: item.name, taxMinor: parseAmountMinor(item.taxAmount ?? '', currency) })),
    fareMinor: amountField(fields, 'fare'),
    fuelSurchargeMinor: amountField(fields, 'fuelSurcharge'),
    passengerName: fieldValue(fields, 'passengerName'),
    isBuyerFirm: !invoice.checks.some((check) => check.id === 'buyer_is_firm' && check.status === 'fail'),
    isUseExcluded: excludedUses.has(line.expenseType),
  };
}
