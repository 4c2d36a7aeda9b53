import type { UserId, Voucher } from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';

/** A voucher was reversed; its subject can be booked again. */
export const voucherReversed = defineEvent<{ reversed: Voucher; reversal: Voucher; actorId: UserId }>(
  'voucher.reversed',
);
