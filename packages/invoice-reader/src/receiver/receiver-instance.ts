import type { InvoiceFields } from '../reading.ts';

/** Entry points of 电子凭证会计数据标准 whose receiver side is written here. */
export type ReceiverEntryPoint =
  | 'einv_ord_receiver'
  | 'einv_spcl_receiver'
  | 'inv_ord_receiver'
  | 'inv_spcl_receiver'
  | 'inv_tlf_receiver'
  | 'rai_receiver'
  | 'atr_receiver'
  | 'efi';

export interface AccountingEntry {
  side: 'debit' | 'credit';
  /** Name of the first-level account: 应交税费. */
  account: string;
  /** Names of the accounts below it, joined by "-": 应交增值税-进项税额. Empty where there are none. */
  subAccount: string;
  /** Decimal string with two decimals; negative in a reversal. */
  amount: string;
}

export interface AccountingDocument {
  /** Number of the voucher. */
  number: string;
  /** `YYYY-MM-DD`. */
  postingDate: string;
  /** `YYYY-MM`. */
  period: string;
  entries: readonly AccountingEntry[];
}

/** What the buyer's system knows of an invoice after booking. What is left out is written as nil. */
export interface ReceiverInstance {
  entryPoint: ReceiverEntryPoint;
  fields: InvoiceFields;
  /** 会计主体. Its tax id identifies the context, its name where there is none. */
  entity: { name: string; taxId: string };
  /** Date of the context, `YYYY-MM-DD`: the posting date, or the day on which the booking was taken back. */
  asOfDate: string;
  isBooked: boolean;
  /** The invoice is proved to be genuine, for example by its signature. */
  isChecked: boolean;
  isPaid: boolean;
  contractNumber?: string;
  /** For example 已匹配. */
  matchingState?: string;
  bankReceiptNumber?: string;
  /** 用途确认 at the tax administration; `period` is `YYYY-MM`. */
  usage?: { isConfirmed: boolean; purpose?: string; period?: string };
  /** The vouchers that hold the invoice; none when it is not booked. */
  documents: readonly AccountingDocument[];
}

const isRail = /铁路/;
const isAir = /航空/;
const isFiscal = /财政.*票据|非税收入.*票据|医疗.*票据|(?:往来|捐赠).*票据/;
const isToll = /通行费/;
const digitalNumber = /^\d{20}$/;

/**
 * The entry point of an invoice; null for what the standard does not know (paper, receipts, invoices from abroad).
 * 数电 invoices are told by their 20-digit number, the old electronic ones by their name.
 */
export function receiverEntryPointOf(fields: InvoiceFields): ReceiverEntryPoint | null {
  const kind = fields.invoiceType ?? '';
  if ((fields.currency ?? 'CNY') !== 'CNY' || !fields.invoiceNumber) return null;
  if (isFiscal.test(kind)) return 'efi';
  const isDigital = digitalNumber.test(fields.invoiceNumber);
  if (isRail.test(kind)) return isDigital ? 'rai_receiver' : null;
  if (isAir.test(kind)) return /电子/.test(kind) ? 'atr_receiver' : null;
  if (isDigital) return /专用/.test(kind) ? 'einv_spcl_receiver' : 'einv_ord_receiver';
  if (!/电子/.test(kind) || !fields.invoiceCode) return null;
  if (isToll.test(kind) || isToll.test(fields.specialBusiness?.toString() ?? '')) return 'inv_tlf_receiver';
  return /专用/.test(kind) ? 'inv_spcl_receiver' : 'inv_ord_receiver';
}

/** `einv_ord_receiver_20231231_23440000000000100011.xml`, as issuers name theirs. */
export function receiverFileName(instance: Pick<ReceiverInstance, 'entryPoint' | 'fields' | 'asOfDate'>): string {
  const number = uniqueNumberOf(instance.fields).replace(/[^0-9A-Za-z-]/g, '');
  return `${instance.entryPoint}_${instance.asOfDate.replaceAll('-', '')}_${number}.xml`;
}

/** Old VAT invoices are unique by code and number together. */
export const uniqueNumberOf = (fields: InvoiceFields): string =>
  `${fields.invoiceCode ?? ''}${fields.invoiceNumber ?? ''}`;
