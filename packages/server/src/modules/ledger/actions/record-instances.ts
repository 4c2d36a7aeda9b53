import { createHash } from 'node:crypto';
import {
  type InvoiceFields,
  type ReceiverInstance,
  receiverEntryPointOf,
  receiverFileName,
  writeReceiverInstance,
} from '@countinghouse/invoice-reader';
import type { BookingInstance, BookingInstanceId, InvoiceId, UserId, Voucher } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { recordAudit } from '../../audit/index.ts';
import { bookingEntries } from '../domain/booking-entries.ts';
import { findCurrentInstance, findInstanceContent, insertInstance } from '../store/instance-store.ts';

export type InstanceParts = Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer'>;

export interface BookedInvoice {
  id: InvoiceId;
  fields: InvoiceFields;
  /** Proved to be genuine, for example by its signature. */
  isChecked: boolean;
}

export interface InstancesRequest {
  actorId: UserId;
  /** 会计主体: the firm under the name and tax id that the invoice bears. */
  entityOf(invoice: BookedInvoice): ReceiverInstance['entity'];
  invoices: readonly BookedInvoice[];
  voucher: Voucher;
  /** The voucher that reverses it, when the booking is taken back. */
  reversal: Voucher | null;
}

const sealScope = 'ledger';
const sealContext = (instanceId: BookingInstanceId): string => `booking instance ${instanceId}`;

/**
 * Writes the receiver-side instance of every invoice that the data standard knows; each takes the place of the one
 * before it. A reversal writes one that says the invoice is not booked.
 */
export async function recordInstances(parts: InstanceParts, tx: Transaction, request: InstancesRequest): Promise<void> {
  if (request.voucher.currency !== 'CNY') return;
  for (const invoice of request.invoices) {
    const entryPoint = receiverEntryPointOf(invoice.fields);
    if (entryPoint) await recordInstance(parts, tx, request, describe(request, invoice, entryPoint), invoice.id);
  }
}

function describe(
  { voucher, reversal, entityOf }: InstancesRequest,
  invoice: BookedInvoice,
  entryPoint: ReceiverInstance['entryPoint'],
): ReceiverInstance {
  const document = {
    number: voucher.number,
    postingDate: voucher.date,
    period: voucher.period,
    entries: bookingEntries(voucher.lines, invoice.id),
  };
  return {
    entryPoint,
    fields: invoice.fields,
    entity: entityOf(invoice),
    asOfDate: (reversal ?? voucher).date,
    isBooked: reversal === null,
    isChecked: invoice.isChecked,
    // The firm owes the claimant what the invoice cost; this product pays nobody.
    isPaid: false,
    // It was booked from an approved claim.
    ...(reversal === null ? { matchingState: '已匹配' } : {}),
    documents: reversal === null ? [document] : [],
  };
}

async function recordInstance(
  parts: InstanceParts,
  tx: Transaction,
  request: InstancesRequest,
  instance: ReceiverInstance,
  invoiceId: InvoiceId,
): Promise<void> {
  const before = await findCurrentInstance(tx, invoiceId);
  const id = parts.newId<'booking-instance'>();
  const content = Buffer.from(writeReceiverInstance(instance));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const writtenAt = parts.clock.now();
  const voucherId = request.voucher.id;
  const { entryPoint, isBooked } = instance;
  await insertInstance(tx, {
    id,
    voucherId,
    invoiceId,
    entryPoint,
    isBooked,
    supersedes: before?.id ?? null,
    fileName: receiverFileName(instance),
    sha256,
    writtenAt,
    content: await parts.sealer.seal({ scope: sealScope, context: sealContext(id), plaintext: content }),
  });
  recordAudit(tx, {
    at: writtenAt,
    actorId: request.actorId,
    action: 'voucher.instance-written',
    objectType: 'voucher',
    objectId: voucherId,
    detail: { instanceId: id, invoiceId, entryPoint, isBooked, sha256, supersedes: before?.id ?? null },
  });
}

/** The XML of an instance with what is known of it; undefined where there is none. The caller has checked the right. */
export async function readInstance(
  parts: Pick<InstanceParts, 'sealer'>,
  db: Queryable,
  instanceId: BookingInstanceId,
): Promise<{ instance: BookingInstance; content: Buffer } | undefined> {
  const found = await findInstanceContent(db, instanceId);
  if (!found) return undefined;
  const content = await parts.sealer.open({ ...found.content, context: sealContext(instanceId) });
  return { instance: found.instance, content };
}
