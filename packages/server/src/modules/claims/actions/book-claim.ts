import {
  type BodyOf,
  type ClaimId,
  type ledger as endpoints,
  type InvoiceId,
  Refusal,
  type Voucher,
  type VoucherProposal,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { findEngagements } from '../../engagements/index.ts';
import {
  bookCurrency,
  exchangeFor,
  findVoucher,
  type PostRequest,
  proposeVoucher,
  type voucherReversed,
} from '../../ledger/index.ts';
import { accessClaim, accessClaimForUpdate } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import type { ClaimRecord } from '../domain/claim.ts';
import { firmDate } from '../domain/firm-calendar.ts';
import { lockClaim } from '../store/claim-store.ts';
import { notify, refreshClaimCards } from './announce.ts';
import { applyCommand } from './change-claim.ts';
import { proposalInput } from './proposal-input.ts';
import { recordBooking } from './record-booking.ts';

function checkApproved(claim: ClaimRecord): void {
  if (claim.status === 'approved') return;
  if (claim.status === 'booked' || claim.status === 'archived') {
    throw new Refusal('claim_already_booked', 'its voucher is posted', { voucherNumber: claim.voucherNumber ?? '' });
  }
  throw new Refusal('claim_not_approved', `the claim is ${claim.status}`);
}

/** A balanced voucher for finance to look over. */
export async function proposeBooking(
  context: ClaimsContext,
  input: { subject: Subject; claimId: ClaimId; exchangeRate?: string },
): Promise<VoucherProposal> {
  const claim = await accessClaim(context.database, { ...input, action: 'book' });
  checkApproved(claim);
  const exchange = exchangeFor(claim.currency, input.exchangeRate);
  const invoices = await context.invoices.claiming.find(
    context.database,
    claim.lines.map((line) => line.invoiceId),
  );
  return proposeVoucher(proposalInput({ claim, invoices, exchange, date: firmDate(context.clock.now()) }));
}

type Book = BodyOf<typeof endpoints.book> & { subject: Subject; claimId: ClaimId };

export const bookClaim = (context: ClaimsContext, book: Book): Promise<Voucher> =>
  context.database.transaction(async (tx) => {
    const { subject, claimId } = book;
    const claim = await accessClaimForUpdate(tx, { subject, action: 'book', claimId });
    const request: PostRequest = {
      clientId: book.clientId,
      actorId: subject.userId,
      date: book.date,
      currency: bookCurrency,
      exchange: exchangeFor(claim.currency, book.exchangeRate),
      lines: book.lines,
      claimId,
    };
    const repeated = await context.ledger.findRepeated(tx, request);
    if (repeated) return repeated;
    checkApproved(claim);
    await checkReferences(tx, claim, book.lines);
    const voucher = await context.ledger.post(tx, request);
    const actorId = subject.userId;
    const booked = await applyCommand(context, tx, claim, {
      command: 'book',
      actorId,
      what: 'booked',
      note: voucher.number,
      changes: { voucherId: voucher.id, voucherNumber: voucher.number },
    });
    await recordBooking(context, tx, { claim: booked, voucher, reversal: null, actorId });
    await follow(context, tx, { claim: booked, command: 'book', actorId });
    const notice = { kind: 'booked', number: claim.number, voucher: voucher.number } as const;
    await notify(context, tx, { userId: claim.claimantId, claim: booked, notice, card: 'without' });
    return (await findVoucher(tx, voucher.id)) ?? voucher;
  });

/** Lines may name only this claim's invoices and existing engagements. */
async function checkReferences(tx: Transaction, claim: ClaimRecord, lines: Book['lines']): Promise<void> {
  const known = new Set<InvoiceId>(claim.lines.map((line) => line.invoiceId));
  const foreign = lines.find((line) => line.invoiceId !== null && !known.has(line.invoiceId));
  if (foreign) throw new Refusal('object_missing', 'a line names an invoice of another claim');
  const engagementIds = [...new Set(lines.flatMap((line) => line.engagementId ?? []))];
  const found = await findEngagements(tx, engagementIds);
  if (found.length < engagementIds.length) throw new Refusal('object_missing', 'a line names an unknown engagement');
}

type Reversed = NonNullable<(typeof voucherReversed)['payload']>;

/** A reversed voucher frees its claim to be booked again; an archived claim stays as it is. */
export async function handleReversal(context: ClaimsContext, tx: Transaction, reversal: Reversed): Promise<void> {
  const { claimId } = reversal.reversed;
  const claim = claimId ? await lockClaim(tx, claimId) : undefined;
  if (!claim) return;
  const { actorId } = reversal;
  if (claim.claimantId === actorId) {
    throw new Refusal('right_missing', 'nobody reverses the booking of their own claim');
  }
  await recordBooking(context, tx, { claim, voucher: reversal.reversed, reversal: reversal.reversal, actorId });
  if (claim.status !== 'booked' || claim.voucherId !== reversal.reversed.id) return;
  const freed = await applyCommand(context, tx, claim, {
    command: 'unbook',
    actorId,
    what: 'unbooked',
    note: reversal.reversal.number,
    changes: { voucherId: null, voucherNumber: null },
  });
  await follow(context, tx, { claim: freed, command: 'unbook', actorId });
  const notice = { kind: 'unbooked', number: claim.number } as const;
  await notify(context, tx, { userId: claim.claimantId, claim: freed, notice, card: 'without' });
}

/** Invoices and cards go along with their claim. */
export async function follow(
  context: ClaimsContext,
  tx: Transaction,
  input: { claim: ClaimRecord; command: 'book' | 'unbook' | 'archive'; actorId: Subject['userId'] },
): Promise<void> {
  const { claim, command, actorId } = input;
  await context.invoices.claiming.move(tx, {
    invoiceIds: claim.lines.map((line) => line.invoiceId),
    command,
    claim: { id: claim.id, number: claim.number, status: claim.status },
    voucherNumber: claim.voucherNumber,
    actorId,
  });
  await refreshClaimCards(context, tx, claim);
}
