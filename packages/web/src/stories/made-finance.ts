import type {
  Account,
  ArchiveEntry,
  ArchiveId,
  Claim,
  ClaimCardData,
  ClaimId,
  ExpenseType,
  InvoiceId,
  Totals,
  TotalsRow,
  Voucher,
  VoucherId,
  VoucherLine,
} from '@countinghouse/protocol';
import { aClaimCard, aStep } from '../features/claims/testing/builders.ts';
import { anInvoiceCard } from '../features/invoices/testing/builders.ts';
import { at } from './made-conversations.ts';
import { madeDirectory, madeId, madeUser } from './made-firm.ts';

const expenseTypes: ExpenseType[] = [
  {
    code: 'travel_hotel',
    name: { zh: '差旅费—住宿', en: 'Travel: hotel' },
    accountCode: '660201',
    limitNote: { zh: '住宿费每晚不超过 500 元', en: 'Hotels up to CNY 500 a night' },
  },
  { code: 'consulting', name: { zh: '咨询费', en: 'Consulting' }, accountCode: '660204', limitNote: null },
];

const [engagement] = madeDirectory.engagements;
const excess = {
  rule: 'hotel_per_night',
  limitMinor: 50_000,
  actualMinor: 64_325,
  source: { zh: '《费用报销制度》第 8 条', en: 'Expense policy, article 8' },
};

const claimCard = (number: number, part: Partial<ClaimCardData>): ClaimCardData =>
  aClaimCard({
    claimId: madeId<ClaimId>(400 + number),
    number: `BX-202611-000${number}`,
    claimantId: madeUser(2),
    totalMinor: 128_650,
    lines: aClaimCard().lines.map((line) => ({
      ...line,
      invoiceId: madeId<InvoiceId>(2),
      amountMinor: 128_650,
      excess,
      reason: '旺季，客户附近没有其他酒店。',
      warnings: 1,
    })),
    costName: engagement?.name ?? null,
    steps: [aStep({ approverId: madeUser(1) })],
    ...part,
  });

const approved = [aStep({ approverId: madeUser(1), status: 'approved', decidedAt: at(11, 20) })];
const returned = [
  aStep({ approverId: madeUser(1), status: 'returned', decidedAt: at(11, 20), reason: '请补充情况说明。' }),
];
const cards = {
  submitted: claimCard(1, {}),
  returned: claimCard(2, { status: 'returned', title: '北京培训', steps: returned }),
  approved: claimCard(3, { status: 'approved', title: '咨询费', steps: approved }),
  booked: claimCard(4, { status: 'booked', title: '底稿装订', steps: approved, voucherNumber: '记-2026-11-0001' }),
};

const claim: Claim = {
  card: cards.submitted,
  lines: cards.submitted.lines.map(({ invoiceId, expenseType, amountMinor, reason, ...line }) => ({
    invoiceId,
    invoice: anInvoiceCard({ invoiceId, sellerName: line.sellerName, totalMinor: amountMinor }),
    expenseType,
    amountMinor,
    excess: line.excess,
    reason,
  })),
  voucherId: null,
  createdAt: at(9, 0),
  submittedAt: at(9, 30),
  history: [{ at: at(9, 30), actorId: madeUser(2), what: 'submitted', note: '' }],
  actions: ['decide'],
};

const accounts: Account[] = [
  {
    code: '660201',
    name: { zh: '管理费用—差旅费', en: 'Administration: travel' },
    category: 'profit_and_loss',
    isLeaf: true,
  },
  {
    code: '224101',
    name: { zh: '其他应付款—员工报销', en: 'Other payables: staff' },
    category: 'liability',
    isLeaf: true,
  },
];

const line = (part: Partial<VoucherLine>): VoucherLine => ({
  summary: '住宿费 BX-202611-0004',
  accountCode: '660201',
  debitMinor: 0,
  creditMinor: 0,
  departmentId: null,
  engagementId: null,
  personId: null,
  invoiceId: null,
  ...part,
});
const lines = [line({ debitMinor: 128_650 }), line({ accountCode: '224101', creditMinor: 128_650 })];

const voucher: Voucher = {
  id: madeId<VoucherId>(451),
  number: '记-2026-11-0001',
  period: '2026-11',
  date: '2026-11-20',
  status: 'posted',
  currency: 'CNY',
  lines,
  claimId: cards.booked.claimId,
  reversalOf: null,
  reversedBy: null,
  instances: [],
  exchange: null,
  postedById: madeUser(6),
  postedAt: at(15, 0),
};

const archived: ArchiveEntry = {
  id: madeId<ArchiveId>(461),
  claimId: madeId<ClaimId>(409),
  claimNumber: 'BX-202610-0007',
  voucherNumber: '记-2026-10-0004',
  digest: '7762dca5ba5e35b5678de130cf30ca31f7cfe4cbb20ad00a6b6d894547fda77a',
  sizeBytes: 96_884,
  archivedById: madeUser(6),
  archivedAt: at(16, 0),
  retainUntil: '2056-12-31',
};

const totalsRow = (key: string, zh: string, en: string, amountMinor: number): TotalsRow => ({
  key,
  name: { zh, en },
  claimCount: 9,
  amountMinor,
});
const months = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];

const madeTotals = (isEmpty: boolean): Totals => ({
  currency: 'CNY',
  from: '2026-06',
  to: '2026-11',
  all: isEmpty ? null : totalsRow('all', '全部', 'All', 16_245_750),
  byMonth: months.map((month, place) => totalsRow(month, month, month, 1_500_000 + place * 300_000)),
  byExpenseType: [
    totalsRow('travel_hotel', '差旅费—住宿', 'Travel: hotel', 9_245_750),
    totalsRow('other', '其他', 'Other', 7_000_000),
  ],
  byDepartment: [totalsRow('a', '审计一部', 'Audit 1', 16_245_750)],
  byEngagement: [totalsRow('e', '恒远股份 2025 年报审计', 'Hengyuan 2025 annual audit', 16_245_750)],
});

/** Answers of claims, ledger, archive and totals by endpoint id. */
export function madeFinance(isEmpty: boolean): Record<string, unknown> {
  const some = <T>(items: readonly T[]) => (isEmpty ? [] : items);
  return {
    'claims.inbox': {
      approvals: some([cards.submitted]),
      returned: some([cards.returned]),
      questions: [],
      queueCount: isEmpty ? 0 : 2,
    },
    'claims.list': { claims: some(Object.values(cards)) },
    'claims.get': claim,
    'claims.expense-types': { expenseTypes },
    'ledger.accounts': { accounts },
    'ledger.proposal': { date: '2026-11-22', currency: 'CNY', lines, treatments: [] },
    'ledger.list-vouchers': { vouchers: some([voucher]) },
    'archive.list': { entries: some([archived]) },
    'totals.get': madeTotals(isEmpty),
  };
}
