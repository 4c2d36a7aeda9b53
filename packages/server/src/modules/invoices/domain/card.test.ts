import type { ConversationId, FileId, InvoiceCheck, InvoiceId, UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { presentInvoiceCard } from './card.ts';
import type { InvoiceRecord } from './invoice.ts';

const check = (id: string): InvoiceCheck => ({ id, status: 'fail', fields: [], message: '' });

const anInvoice = (given: Partial<InvoiceRecord>): InvoiceRecord => ({
  id: 'i' as InvoiceId, // Ids are only copied here.
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
  fields: [],
  items: [],
  checks: [],
  duplicateOfId: null,
  duplicateKind: null,
  claim: null,
  voucherNumber: null,
  createdAt: '2026-11-22T00:00:00.000Z',
  ...given,
});

const cardOf = (invoice: InvoiceRecord, fileInvoices = 1) =>
  presentInvoiceCard({ invoice, duplicate: null, openQuestions: 0, fileInvoices });

test('thirty broken rules do not push out the checks that decide about a claim', () => {
  const rules = Array.from({ length: 30 }, () => check('en16931'));
  const { checks } = cardOf(anInvoice({ checks: [check('sum_consistent'), ...rules, check('not_duplicate')] }));
  expect(checks).toHaveLength(20);
  expect(checks.slice(0, 3).map(({ id }) => id)).toEqual(['sum_consistent', 'not_duplicate', 'en16931']);
});

test('a card says which of several invoices of a file it shows, and nothing where there is one', () => {
  expect(cardOf(anInvoice({ documentIndex: 4 }), 8).part).toEqual({ position: 5, count: 8 });
  expect(cardOf(anInvoice({}))).not.toHaveProperty('part');
});

test('amounts of a currency that was looked for and not found do not pass for yuan', () => {
  const field = (name: string, value: string) => ({ name, value, source: 'ocr' as const, isDoubtful: value === '' });
  const total = field('totalAmount', '9.00');
  expect(cardOf(anInvoice({ fields: [total] })).currency).toBe('CNY');
  expect(cardOf(anInvoice({ fields: [total, field('currency', 'MYR')] })).currency).toBe('MYR');
  expect(cardOf(anInvoice({ fields: [total, field('currency', '')] }))).toMatchObject({
    currency: 'XXX',
    doubts: ['currency'],
  });
});

test('what was bought is listed as its language lists', () => {
  const items = (...names: string[]) => names.map((name) => ({ name }));
  expect(cardOf(anInvoice({ items: items('*餐饮服务*餐费', '*住宿服务*房费') })).itemSummary).toBe(
    '餐饮服务、住宿服务',
  );
  expect(cardOf(anInvoice({ items: items('Paper A4', 'Banana') })).itemSummary).toBe('Paper A4, Banana');
});
