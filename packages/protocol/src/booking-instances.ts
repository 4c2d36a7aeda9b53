import { type Static, Type } from 'typebox';
import { BookingInstanceId, InvoiceId, VoucherId } from './ids.ts';
import { Instant } from './values.ts';

/** 入账信息: the receiver-side XBRL instance of 电子凭证会计数据标准 that booking writes for one invoice. */
export const BookingInstance = Type.Object({
  id: BookingInstanceId,
  voucherId: VoucherId,
  invoiceId: InvoiceId,
  /** For example `einv_spcl_receiver`. */
  entryPoint: Type.String(),
  /** False in the one that a reversal writes: the invoice is booked no more. */
  isBooked: Type.Boolean(),
  /** A later one about the same invoice takes its place. */
  isSuperseded: Type.Boolean(),
  fileName: Type.String(),
  /** Of the XML, hexadecimal. */
  sha256: Type.String(),
  writtenAt: Instant,
});
export type BookingInstance = Static<typeof BookingInstance>;

/** The XML of an instance, as attachment; for those who may read the ledger. */
export const bookingInstancePath = (instanceId: BookingInstanceId) => `/api/ledger/instances/${instanceId}/content`;
