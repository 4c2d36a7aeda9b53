import { createHash } from 'node:crypto';
import {
  type ClaimId,
  type ClientId,
  type Exchange,
  Refusal,
  type UserId,
  type Voucher,
  type VoucherId,
  type VoucherLine,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { recordAudit } from '../../audit/index.ts';
import { checkLines, periodOf, reverseLines, voucherNumber } from '../domain/voucher.ts';
import { voucherReversed } from '../events.ts';
import {
  findByClientId,
  findUnknownReferences,
  findVoucher,
  insertVoucher,
  lockVoucher,
  takeNumber,
} from '../store/voucher-store.ts';

export type LedgerParts = Pick<Platform, 'clock' | 'newId' | 'events'>;

export interface PostRequest {
  clientId: ClientId;
  actorId: UserId;
  date: string;
  currency: string;
  exchange: Exchange | null;
  lines: readonly VoucherLine[];
  claimId: ClaimId | null;
}

/** The voucher that this client id posted before; other content under the same id is refused. */
export async function findRepeated(
  tx: Transaction,
  input: { actorId: UserId; clientId: ClientId; content: unknown },
): Promise<Voucher | undefined> {
  const earlier = await findByClientId(tx, { postedById: input.actorId, clientId: input.clientId });
  if (!earlier) return undefined;
  if (earlier.digest !== digestOf(input.content)) {
    throw new Refusal('client_id_reused', 'the client id belongs to another voucher');
  }
  return findVoucher(tx, earlier.voucherId);
}

const digestOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

export const contentOfPost = (request: PostRequest) => [
  request.claimId,
  request.date,
  request.lines,
  ...(request.exchange ? [request.exchange.rate] : []),
];

/** Posts for good; the caller has checked the right and `findRepeated`. */
export async function postVoucher(parts: LedgerParts, tx: Transaction, request: PostRequest): Promise<Voucher> {
  checkDate(request.date);
  checkLines(request.lines);
  const unknown = await findUnknownReferences(tx, request.lines);
  if (unknown[0]) throw new Refusal('object_missing', 'a line names somebody or something unknown', { id: unknown[0] });
  return insert(parts, tx, { ...request, content: contentOfPost(request), reversalOf: null, reason: null });
}

export interface ReversalRequest {
  voucherId: VoucherId;
  clientId: ClientId;
  actorId: UserId;
  date: string;
  reason: string;
}

export async function reverseVoucher(parts: LedgerParts, tx: Transaction, request: ReversalRequest): Promise<Voucher> {
  const content = [request.voucherId, request.date, request.reason];
  const repeated = await findRepeated(tx, { ...request, content });
  if (repeated) return repeated;
  checkDate(request.date);
  await lockVoucher(tx, request.voucherId);
  const reversed = await findVoucher(tx, request.voucherId);
  if (!reversed) throw new Refusal('object_missing', 'there is no such voucher');
  if (reversed.reversedBy) throw new Refusal('voucher_already_reversed', 'it was reversed before');
  if (reversed.reversalOf) throw new Refusal('voucher_posted', 'a reversal stays; post a new voucher instead');
  const reversal = await insert(parts, tx, {
    clientId: request.clientId,
    actorId: request.actorId,
    date: request.date,
    currency: reversed.currency,
    exchange: reversed.exchange,
    claimId: reversed.claimId,
    lines: reverseLines(reversed.lines, request.reason),
    content,
    reversalOf: reversed.id,
    reason: request.reason,
  });
  await parts.events.emit(tx, voucherReversed, { reversed, reversal, actorId: request.actorId });
  return reversal;
}

function checkDate(date: string): void {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(date)) {
    throw new Refusal('request_malformed', 'there is no such date', { place: 'body/date' });
  }
}

async function insert(
  parts: LedgerParts,
  tx: Transaction,
  input: PostRequest & { content: unknown; reversalOf: VoucherId | null; reason: string | null },
): Promise<Voucher> {
  const period = periodOf(input.date);
  const position = await takeNumber(tx, period);
  if (position === undefined) throw new Refusal('period_closed', `period ${period} is closed`, { period });
  const id = parts.newId<'voucher'>();
  const postedAt = parts.clock.now();
  const number = voucherNumber(period, position);
  await insertVoucher(tx, {
    id,
    period,
    position,
    number,
    date: input.date,
    currency: input.currency,
    exchange: input.exchange,
    claimId: input.claimId,
    reversalOf: input.reversalOf,
    reason: input.reason,
    postedById: input.actorId,
    postedAt,
    clientId: input.clientId,
    clientDigest: digestOf(input.content),
    lines: input.lines,
  });
  recordAudit(tx, {
    at: postedAt,
    actorId: input.actorId,
    action: input.reversalOf ? 'voucher.reversed' : 'voucher.posted',
    objectType: 'voucher',
    objectId: id,
    detail: {
      number,
      claimId: input.claimId,
      exchange: input.exchange,
      reversalOf: input.reversalOf,
      linesDigest: digestOf(input.lines),
    },
  });
  const posted = await findVoucher(tx, id);
  if (!posted) throw new Error('the voucher just posted is not there');
  return posted;
}
