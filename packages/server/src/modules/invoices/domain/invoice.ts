import type {
  ClaimId,
  ConversationId,
  FileRef,
  InvoiceCheck,
  InvoiceField,
  InvoiceId,
  InvoiceItem,
  InvoiceStatus,
  SignatureStatus,
  UserId,
} from '@countinghouse/protocol';
import type { Static } from 'typebox';
import { parseAmountMinor } from './amount.ts';

export type Signature = Static<typeof SignatureStatus>;
export type DuplicateKind = 'same_document' | 'number_collision';

/** An invoice as the store keeps it. */
export interface InvoiceRecord {
  id: InvoiceId;
  conversationId: ConversationId;
  messageSeq: number;
  uploaderId: UserId;
  file: FileRef;
  /** Of the original bytes, hexadecimal. */
  sha256: string;
  documentIndex: number;
  status: InvoiceStatus;
  version: number;
  refusal: string | null;
  notInvoiceReason: string | null;
  pageCount: number;
  signature: Signature;
  fields: InvoiceField[];
  items: InvoiceItem[];
  checks: InvoiceCheck[];
  duplicateOfId: InvoiceId | null;
  duplicateKind: DuplicateKind | null;
  claim: { id: ClaimId; number: string; status: string } | null;
  voucherNumber: string | null;
  createdAt: string;
}

export const fieldValue = (fields: readonly InvoiceField[], name: string): string =>
  fields.find((field) => field.name === name)?.value ?? '';

const currencyDefault = 'CNY';
/** ISO 4217 for "no currency": amounts of an unknown one must not pass for yuan. */
const currencyUnknown = 'XXX';
const currencyForm = /^[A-Z]{3}$/;

/** ISO 4217. Chinese invoices need not name theirs; one that was looked for and not found counts as unknown. */
export function currencyOf(fields: readonly InvoiceField[]): string {
  const field = fields.find((candidate) => candidate.name === 'currency');
  if (!field) return currencyDefault;
  return currencyForm.test(field.value) ? field.value : currencyUnknown;
}

/** Words that stand for "no tax" where an amount of tax is expected. */
const noTax = /^(\*+|免税|不征税|零税率)$/;

export function amountField(fields: readonly InvoiceField[], name: string): number | null {
  const value = fieldValue(fields, name);
  if (name === 'taxAmount' && noTax.test(value.trim())) return 0;
  return parseAmountMinor(value, currencyOf(fields));
}

export const doubtsOf = (fields: readonly InvoiceField[]): string[] =>
  fields.filter((field) => field.isDoubtful).map((field) => field.name);
