import { type Static, Type } from 'typebox';
import { BookingInstance } from './booking-instances.ts';
import { endpoint } from './endpoint.ts';
import { ArchiveId, ClaimId, ClientId, DepartmentId, EngagementId, InvoiceId, UserId, VoucherId } from './ids.ts';
import { AmountMinor, BilingualName, CalendarDate, Currency, ExchangeRate, Instant, oneOf, Period } from './values.ts';

export const Account = Type.Object({
  /** Code of the chart of accounts of 企业会计准则 (财会〔2006〕18号), sub-accounts by two further digits each: `22210101`. */
  code: Type.String(),
  name: BilingualName,
  category: oneOf(['asset', 'liability', 'equity', 'cost', 'profit_and_loss']),
  isLeaf: Type.Boolean(),
});
export type Account = Static<typeof Account>;

export const VoucherLine = Type.Object({
  summary: Type.String({ minLength: 1, maxLength: 200 }),
  accountCode: Type.String(),
  /** Exactly one of debit and credit is not 0; negative amounts appear in reversals only. */
  debitMinor: AmountMinor,
  creditMinor: AmountMinor,
  departmentId: Type.Union([DepartmentId, Type.Null()]),
  engagementId: Type.Union([EngagementId, Type.Null()]),
  personId: Type.Union([UserId, Type.Null()]),
  invoiceId: Type.Union([InvoiceId, Type.Null()]),
});
export type VoucherLine = Static<typeof VoucherLine>;

/** The books are kept in yuan; a claim in another currency is booked at this rate. */
export const Exchange = Type.Object({ currency: Currency, rate: ExchangeRate });
export type Exchange = Static<typeof Exchange>;

export const Voucher = Type.Object({
  id: VoucherId,
  /** 记-2026-11-0001: gapless within a period. */
  number: Type.String(),
  period: Period,
  date: CalendarDate,
  status: oneOf(['posted', 'reversed']),
  currency: Type.String(),
  exchange: Type.Union([Exchange, Type.Null()]),
  lines: Type.Array(VoucherLine),
  claimId: Type.Union([ClaimId, Type.Null()]),
  reversalOf: Type.Union([VoucherId, Type.Null()]),
  reversedBy: Type.Union([VoucherId, Type.Null()]),
  /** One for each invoice of the voucher that the data standard knows, in the order of their writing. */
  instances: Type.Array(BookingInstance),
  postedById: UserId,
  postedAt: Instant,
});
export type Voucher = Static<typeof Voucher>;

export const VoucherProposal = Type.Object({
  date: CalendarDate,
  currency: Type.String(),
  exchange: Type.Union([Exchange, Type.Null()]),
  lines: Type.Array(VoucherLine),
  /** Why input VAT was or was not separated, per invoice. `rule` is a stable name, clients translate. */
  treatments: Type.Array(
    Type.Object({
      invoiceId: InvoiceId,
      rule: oneOf([
        'special_invoice',
        'rail_ticket',
        'air_itinerary',
        'passenger_transport_digital',
        'passenger_transport_ticket',
        'toll_invoice',
        'ordinary_invoice',
        'not_deductible_use',
      ]),
      inputVatMinor: AmountMinor,
      source: Type.String(),
    }),
  ),
});
export type VoucherProposal = Static<typeof VoucherProposal>;

export const ArchiveEntry = Type.Object({
  id: ArchiveId,
  claimId: ClaimId,
  claimNumber: Type.String(),
  voucherNumber: Type.String(),
  /** SHA-256 of the package, hexadecimal. */
  digest: Type.String(),
  sizeBytes: Type.Integer(),
  archivedById: UserId,
  archivedAt: Instant,
  retainUntil: CalendarDate,
});
export type ArchiveEntry = Static<typeof ArchiveEntry>;

/** BagIt 1.0 package (RFC 8493) as zip. */
export const archivePackagePath = (archiveId: ArchiveId) => `/api/archive/${archiveId}/package`;

const ClaimParams = Type.Object({ claimId: ClaimId });

export const ledger = {
  accounts: endpoint({
    id: 'ledger.accounts',
    method: 'GET',
    path: '/api/ledger/accounts',
    summary: 'Chart of accounts.',
    response: Type.Object({ accounts: Type.Array(Account) }),
  }),
  proposal: endpoint({
    id: 'ledger.proposal',
    method: 'GET',
    path: '/api/claims/:claimId/voucher-proposal',
    summary: 'A balanced voucher for an approved claim. A claim in a foreign currency needs an exchange rate.',
    params: ClaimParams,
    query: Type.Object({ exchangeRate: Type.Optional(ExchangeRate) }),
    response: VoucherProposal,
  }),
  book: endpoint({
    id: 'ledger.book',
    method: 'POST',
    path: '/api/claims/:claimId/voucher',
    summary: 'Post the voucher of an approved claim; it gets the next number of its period and never changes again.',
    params: ClaimParams,
    body: Type.Object({
      clientId: ClientId,
      date: CalendarDate,
      /** Where the claim is in a foreign currency; the lines are in yuan. */
      exchangeRate: Type.Optional(ExchangeRate),
      lines: Type.Array(VoucherLine, { minItems: 2, maxItems: 500 }),
    }),
    response: Voucher,
  }),
  listVouchers: endpoint({
    id: 'ledger.list-vouchers',
    method: 'GET',
    path: '/api/ledger/vouchers',
    summary: 'Vouchers of a period.',
    query: Type.Object({ period: Type.Optional(Period) }),
    response: Type.Object({ vouchers: Type.Array(Voucher) }),
  }),
  getVoucher: endpoint({
    id: 'ledger.get-voucher',
    method: 'GET',
    path: '/api/ledger/vouchers/:voucherId',
    summary: 'One voucher.',
    params: Type.Object({ voucherId: VoucherId }),
    response: Voucher,
  }),
  /** The claim goes back to `approved` and can be booked again. An archived claim stays archived until its archive entry is superseded. */
  reverse: endpoint({
    id: 'ledger.reverse',
    method: 'POST',
    path: '/api/ledger/vouchers/:voucherId/reversal',
    summary: 'Reverse a voucher by one with negative amounts (红字冲销).',
    params: Type.Object({ voucherId: VoucherId }),
    body: Type.Object({
      clientId: ClientId,
      date: CalendarDate,
      reason: Type.String({ minLength: 1, maxLength: 500 }),
    }),
    response: Voucher,
  }),
  archive: endpoint({
    id: 'archive.create',
    method: 'POST',
    path: '/api/claims/:claimId/archive',
    summary: 'Put a booked claim with everything that belongs to it into the archive.',
    params: ClaimParams,
    response: ArchiveEntry,
  }),
  listArchive: endpoint({
    id: 'archive.list',
    method: 'GET',
    path: '/api/archive',
    summary: 'Archive entries, newest first.',
    response: Type.Object({ entries: Type.Array(ArchiveEntry) }),
  }),
};
