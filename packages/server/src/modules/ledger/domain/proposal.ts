import type {
  BilingualName,
  DepartmentId,
  EngagementId,
  Exchange,
  InvoiceId,
  UserId,
  VoucherLine,
  VoucherProposal,
} from '@countinghouse/protocol';
import { employeePayableAccount, inputVatAccount } from './chart.ts';
import { type TaxedDocument, treatInputVat } from './input-vat.ts';

export interface ExpenseToBook {
  invoiceId: InvoiceId;
  /** Leaf account of the expense. */
  accountCode: string;
  expenseName: BilingualName;
  sellerName: string;
  /** What was converted: `EUR 100.00 × 7.85`. */
  conversion: string;
  document: TaxedDocument;
}

export interface ProposalInput {
  date: string;
  currency: string;
  exchange: Exchange | null;
  claimNumber: string;
  claimantId: UserId;
  departmentId: DepartmentId | null;
  engagementId: EngagementId | null;
  expenses: readonly ExpenseToBook[];
}

const summaryLengthMax = 200;

/** Expense net and input VAT on the debit side, what the firm owes the employee on the credit side: balanced by construction. */
export function proposeVoucher(input: ProposalInput): VoucherProposal {
  const treated = input.expenses.map((expense) => ({ expense, treatment: treatInputVat(expense.document) }));
  const debits = treated.flatMap(({ expense, treatment }) => debitLines(input, expense, treatment.inputVatMinor));
  const owed = input.expenses.reduce((sum, expense) => sum + expense.document.totalMinor, 0);
  const credit: VoucherLine = {
    ...lineOf(input, `应付员工报销款 ${input.claimNumber}`),
    accountCode: employeePayableAccount,
    debitMinor: 0,
    creditMinor: owed,
    departmentId: null,
    engagementId: null,
    invoiceId: null,
  };
  return {
    date: input.date,
    currency: input.currency,
    exchange: input.exchange,
    lines: [...debits, credit],
    treatments: treated.map(({ expense, treatment }) => ({ invoiceId: expense.invoiceId, ...treatment })),
  };
}

function debitLines(input: ProposalInput, expense: ExpenseToBook, inputVatMinor: number): VoucherLine[] {
  const what = [expense.expenseName.zh, expense.sellerName, expense.conversion, input.claimNumber]
    .filter(Boolean)
    .join(' ');
  const net: VoucherLine = {
    ...lineOf(input, what),
    accountCode: expense.accountCode,
    debitMinor: expense.document.totalMinor - inputVatMinor,
    invoiceId: expense.invoiceId,
  };
  const vat: VoucherLine = {
    ...lineOf(input, `进项税额 ${what}`),
    accountCode: inputVatAccount,
    debitMinor: inputVatMinor,
    departmentId: null,
    engagementId: null,
    invoiceId: expense.invoiceId,
  };
  return [net, vat].filter((line) => line.debitMinor !== 0);
}

const lineOf = (input: ProposalInput, summary: string): VoucherLine => ({
  summary: summary.slice(0, summaryLengthMax),
  accountCode: '',
  debitMinor: 0,
  creditMinor: 0,
  departmentId: input.departmentId,
  engagementId: input.engagementId,
  personId: input.claimantId,
  invoiceId: null,
});
