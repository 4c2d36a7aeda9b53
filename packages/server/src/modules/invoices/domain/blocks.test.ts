import type {
  ClaimId,
  ConversationId,
  FileId,
  InvoiceField,
  InvoiceId,
  InvoiceStatus,
  UserId,
} from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { findClaimObstacle } from './blocks.ts';
import type { InvoiceRecord } from './invoice.ts';
import { invoiceLife } from './life.ts';

const total = (value: string, isDoubtful = false): InvoiceField => ({
  name: 'totalAmount',
  value,
  source: 'xml',
  isDoubtful,
});

const anInvoice = (given: Partial<InvoiceRecord> = {}): InvoiceRecord => ({
  id: 'i' as InvoiceId, // Ids are not looked at here.
  conversationId: 'c' as ConversationId, // As above.
  messageSeq: 1,
  uploaderId: 'u' as UserId, // As above.
  file: { fileId: 'f' as FileId, name: 'a.xml', mediaType: 'application/xml', sizeBytes: 1 }, // As above.
  sha256: '',
  documentIndex: 0,
  status: 'checked',
  version: 1,
  refusal: null,
  notInvoiceReason: null,
  pageCount: 0,
  signature: 'none',
  fields: [total('10.00')],
  items: [],
  checks: [],
  duplicateOfId: null,
  duplicateKind: null,
  claim: null,
  voucherNumber: null,
  createdAt: '2026-11-22T00:00:00.000Z',
  ...given,
});

const refusalOf = (invoice: InvoiceRecord, original: Parameters<typeof findClaimObstacle>[0]['original'] = null) =>
  findClaimObstacle({ invoice, original })?.refusal ?? null;

test('I7: only a checked invoice can be claimed', () => {
  const statuses = Object.keys(invoiceLife) as InvoiceStatus[]; // The table has one entry per status.
  const claim = { id: 'x' as ClaimId, number: 'BX-1', status: 'draft' }; // As above.
  expect(Object.fromEntries(statuses.map((status) => [status, refusalOf(anInvoice({ status, claim }))]))).toEqual({
    reading: 'invoice_not_checked',
    refused: 'invoice_not_checked',
    not_invoice: 'invoice_not_checked',
    checked: null,
    claimed: 'invoice_already_claimed',
    approved: 'invoice_already_claimed',
    booked: 'invoice_already_claimed',
    archived: 'invoice_already_claimed',
  });
});

test('I7: doubts, an altered seal, a wrong sum, a total that is not positive stand against it', () => {
  const check = (id: string, status: 'fail' | 'warn') => ({ id, status, fields: [], message: '' });
  expect(refusalOf(anInvoice({ fields: [total('10.00', true)] }))).toBe('invoice_doubtful');
  expect(refusalOf(anInvoice({ signature: 'altered' }))).toBe('invoice_not_checked');
  expect(refusalOf(anInvoice({ checks: [check('sum_consistent', 'fail')] }))).toBe('invoice_not_checked');
  expect(refusalOf(anInvoice({ fields: [total('-10.00')] }))).toBe('invoice_not_checked');
  expect(refusalOf(anInvoice({ fields: [] }))).toBe('invoice_not_checked');
  const typed = (value: string) =>
    anInvoice({ fields: [total('10.00'), { ...total(value), name: 'documentTypeCode' }] });
  expect([refusalOf(typed('380')), refusalOf(typed('381'))]).toEqual([null, 'invoice_not_checked']);
});

test('I7: what is only worth a look passes on to approver and finance', () => {
  const checks = ['buyer_is_firm', 'lines_consistent', 'seller_tax_id', 'sources_agree', 'words_consistent'].map(
    (id) => ({
      id,
      status: 'fail' as const,
      fields: [],
      message: '',
    }),
  );
  expect(refusalOf(anInvoice({ checks, signature: 'untrusted' }))).toBeNull();
});

test('I4: the same document is refused while the first one is in a claim; a collision of numbers is not', () => {
  const original = { claimNumber: 'BX-202611-0001', isInClaim: true };
  const same = anInvoice({ duplicateKind: 'same_document' });
  expect(findClaimObstacle({ invoice: same, original })).toMatchObject({
    refusal: 'invoice_duplicate',
    params: { claimNumber: 'BX-202611-0001' },
  });
  expect(refusalOf(same, { claimNumber: null, isInClaim: false })).toBeNull();
  expect(refusalOf(anInvoice({ duplicateKind: 'number_collision' }), original)).toBeNull();
});
