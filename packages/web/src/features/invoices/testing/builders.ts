import type {
  ClaimId,
  ConversationId,
  FileId,
  Id,
  Invoice,
  InvoiceCardData,
  InvoiceCheck,
  InvoiceId,
  InvoiceQuestion,
  QuestionCardData,
  QuestionId,
  UserId,
} from '@countinghouse/protocol';

/** Ids that can be told apart by eye: `anId<InvoiceId>(7)` ends in 7. */
export const anId = <Kind extends Id<string>>(number: number) =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as Kind; // A builder makes ids out of numbers.

export const aCheck = (check: Partial<InvoiceCheck> = {}): InvoiceCheck => ({
  id: 'sum_consistent',
  status: 'pass',
  fields: [],
  message: '',
  ...check,
});

const passing = ['signature', 'sum_consistent', 'seller_tax_id', 'buyer_tax_id', 'not_duplicate', 'buyer_is_firm'];

export const anInvoiceCard = (card: Partial<InvoiceCardData> = {}): InvoiceCardData => ({
  invoiceId: anId<InvoiceId>(1),
  version: 1,
  status: 'checked',
  file: { fileId: anId<FileId>(1), name: '咨询费.pdf', mediaType: 'application/pdf', sizeBytes: 48_213 },
  uploaderId: anId<UserId>(1),
  refusal: null,
  notInvoiceReason: null,
  invoiceType: '电子发票（增值税专用发票）',
  number: '25312000000012345678',
  code: '',
  issueDate: '2025-11-20',
  sellerName: '上海衡正管理咨询有限公司',
  buyerName: '恒远会计师事务所',
  itemSummary: '咨询服务',
  currency: 'CNY',
  netMinor: 5_000_000,
  taxMinor: 300_000,
  totalMinor: 5_300_000,
  taxRate: '6%',
  checks: passing.map((id) => aCheck({ id })),
  doubts: [],
  duplicate: null,
  claimNumber: null,
  claimStatus: null,
  voucherNumber: null,
  openQuestions: 0,
  ...card,
});

export const aQuestion = (question: Partial<InvoiceQuestion> = {}): InvoiceQuestion => ({
  id: anId<QuestionId>(1),
  askedById: anId<UserId>(2),
  askedOfId: anId<UserId>(1),
  askedAt: '2025-11-21T02:10:00.000Z',
  text: '税率写的是 13%，咨询服务应为 6%，请与供应商核实。',
  answer: null,
  ...question,
});

export const aQuestionCard = (): QuestionCardData => ({ question: aQuestion(), invoice: anInvoiceCard() });

const place = (x: number, y: number, width: number) => ({ page: 0, x, y, width, height: 0.026 });

export const anInvoice = (invoice: Partial<Invoice> = {}): Invoice => ({
  card: anInvoiceCard(),
  conversationId: anId<ConversationId>(1),
  messageSeq: 12,
  claimId: null as ClaimId | null,
  fields: [
    {
      name: 'invoiceNumber',
      value: '25312000000012345678',
      source: 'text',
      place: place(0.76, 0.06, 0.2),
      isDoubtful: false,
    },
    { name: 'issueDate', value: '2025-11-20', source: 'text', place: place(0.76, 0.1, 0.12), isDoubtful: false },
    { name: 'buyerName', value: '恒远会计师事务所', source: 'text', place: place(0.13, 0.2, 0.2), isDoubtful: false },
    {
      name: 'sellerName',
      value: '上海衡正管理咨询有限公司',
      source: 'text',
      place: place(0.62, 0.2, 0.24),
      isDoubtful: false,
    },
    {
      name: 'sellerTaxId',
      value: '91310115MA1K4XYZ3Q',
      source: 'ocr',
      confidence: 0.82,
      place: place(0.62, 0.26, 0.22),
      isDoubtful: true,
      alternatives: [{ source: 'qr', value: '91310115MA1K4XYZ30' }],
    },
    { name: 'amountWithoutTax', value: '50000.00', source: 'text', place: place(0.6, 0.62, 0.1), isDoubtful: false },
    { name: 'taxAmount', value: '3000.00', source: 'text', place: place(0.86, 0.62, 0.1), isDoubtful: false },
    { name: 'totalAmount', value: '53000.00', source: 'text', place: place(0.78, 0.7, 0.12), isDoubtful: false },
  ],
  items: [
    {
      name: '*研发和技术服务*咨询服务',
      quantity: '1',
      unitPrice: '50000',
      amount: '50000.00',
      taxRate: '6%',
      taxAmount: '3000.00',
    },
  ],
  signature: 'none',
  pageCount: 1,
  questions: [],
  bookingInstance: null,
  corrections: [],
  createdAt: '2025-11-20T06:26:00.000Z',
  actions: ['correct', 'claim'],
  ...invoice,
});
