import { type Static, Type } from 'typebox';
import { BookingInstance } from './booking-instances.ts';
import { endpoint } from './endpoint.ts';
import { FileRef } from './files.ts';
import { ClaimId, ClientId, ConversationId, InvoiceId, QuestionId, UserId } from './ids.ts';
import { AmountMinor, Instant, oneOf, Seq } from './values.ts';

/**
 * Life of an invoice. `refused` and `not_invoice` are ends: the file stays, nothing can be drafted from it.
 * `claimed` covers everything from draft to the last approval; the claim tells more.
 */
export const InvoiceStatus = oneOf([
  'reading',
  'refused',
  'not_invoice',
  'checked',
  'claimed',
  'approved',
  'booked',
  'archived',
]);
export type InvoiceStatus = Static<typeof InvoiceStatus>;

export const FieldSource = oneOf(['xml', 'tag', 'info', 'text', 'qr', 'ocr', 'derived', 'person']);
export type FieldSource = Static<typeof FieldSource>;

/** Place on a page in fractions (0 to 1) of its width and height, origin top left; pages count from 0. */
export const Place = Type.Object({
  page: Type.Integer({ minimum: 0 }),
  x: Type.Number(),
  y: Type.Number(),
  width: Type.Number(),
  height: Type.Number(),
});
export type Place = Static<typeof Place>;

/** One recognised field. Values are as printed: amounts `475.25`, dates `2025-11-28`. */
export const InvoiceField = Type.Object({
  name: Type.String(),
  value: Type.String(),
  source: FieldSource,
  place: Type.Optional(Place),
  confidence: Type.Optional(Type.Number()),
  alternatives: Type.Optional(Type.Array(Type.Object({ source: FieldSource, value: Type.String() }))),
  isDoubtful: Type.Boolean(),
  /** What the reader had read, where a person corrected it. */
  readValue: Type.Optional(Type.String()),
});
export type InvoiceField = Static<typeof InvoiceField>;

export const InvoiceItem = Type.Object({
  name: Type.String(),
  specification: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  quantity: Type.Optional(Type.String()),
  unitPrice: Type.Optional(Type.String()),
  /** For how many units `unitPrice` is, where it is not one. */
  priceBaseQuantity: Type.Optional(Type.String()),
  amount: Type.Optional(Type.String()),
  taxRate: Type.Optional(Type.String()),
  taxAmount: Type.Optional(Type.String()),
});
export type InvoiceItem = Static<typeof InvoiceItem>;

/**
 * Reader's checks: `sum_consistent`, `lines_consistent`, `words_consistent`, `seller_tax_id`, `buyer_tax_id`,
 * `sources_agree`, `signature`, `en16931` (once for each rule that is broken), `embedded_xml`, `payment_consistent`. Server's: `not_duplicate`, `buyer_is_firm`.
 */
export const InvoiceCheck = Type.Object({
  id: Type.String(),
  status: oneOf(['pass', 'warn', 'fail', 'unknown']),
  fields: Type.Array(Type.String()),
  message: Type.String(),
  params: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type InvoiceCheck = Static<typeof InvoiceCheck>;

/** `same_document`: handed in before. `number_collision`: the same number with other content. */
export const Duplicate = Type.Object({
  kind: oneOf(['same_document', 'number_collision']),
  handedInById: UserId,
  handedInAt: Instant,
  claimNumber: Type.Union([Type.String(), Type.Null()]),
});
export type Duplicate = Static<typeof Duplicate>;

export const SignatureStatus = oneOf(['valid', 'altered', 'untrusted', 'none', 'unknown']);

/** What an invoice card shows; everyone in the conversation sees it. */
export const InvoiceCardData = Type.Object({
  invoiceId: InvoiceId,
  version: Type.Integer(),
  status: InvoiceStatus,
  file: FileRef,
  /** Which of several invoices of one file, counted from 1; left out where the file holds one. */
  part: Type.Optional(Type.Object({ position: Type.Integer({ minimum: 1 }), count: Type.Integer({ minimum: 2 }) })),
  uploaderId: UserId,
  /** Refusal code of the reader when `status` is `refused`. */
  refusal: Type.Union([Type.String(), Type.Null()]),
  notInvoiceReason: Type.Union([Type.String(), Type.Null()]),
  invoiceType: Type.String(),
  number: Type.String(),
  code: Type.String(),
  issueDate: Type.String(),
  sellerName: Type.String(),
  buyerName: Type.String(),
  itemSummary: Type.String(),
  currency: Type.String(),
  netMinor: Type.Union([AmountMinor, Type.Null()]),
  taxMinor: Type.Union([AmountMinor, Type.Null()]),
  totalMinor: Type.Union([AmountMinor, Type.Null()]),
  taxRate: Type.String(),
  checks: Type.Array(InvoiceCheck),
  /** Names of doubtful fields that nobody has confirmed yet. */
  doubts: Type.Array(Type.String()),
  duplicate: Type.Union([Duplicate, Type.Null()]),
  claimNumber: Type.Union([Type.String(), Type.Null()]),
  claimStatus: Type.Union([Type.String(), Type.Null()]),
  voucherNumber: Type.Union([Type.String(), Type.Null()]),
  openQuestions: Type.Integer(),
});
export type InvoiceCardData = Static<typeof InvoiceCardData>;

export const InvoiceQuestion = Type.Object({
  id: QuestionId,
  askedById: UserId,
  askedOfId: UserId,
  askedAt: Instant,
  text: Type.String(),
  answer: Type.Union([Type.Object({ text: Type.String(), at: Instant, byId: UserId }), Type.Null()]),
});
export type InvoiceQuestion = Static<typeof InvoiceQuestion>;

export const Invoice = Type.Object({
  card: InvoiceCardData,
  conversationId: ConversationId,
  messageSeq: Seq,
  claimId: Type.Union([ClaimId, Type.Null()]),
  fields: Type.Array(InvoiceField),
  items: Type.Array(InvoiceItem),
  signature: SignatureStatus,
  pageCount: Type.Integer(),
  questions: Type.Array(InvoiceQuestion),
  /** The current one, for those who may read the ledger; null for others and where there is none. */
  bookingInstance: Type.Union([BookingInstance, Type.Null()]),
  corrections: Type.Array(
    Type.Object({ field: Type.String(), from: Type.String(), to: Type.String(), byId: UserId, at: Instant }),
  ),
  createdAt: Instant,
  /** What the caller may do now. */
  actions: Type.Array(oneOf(['correct', 'claim', 'ask', 'answer'])),
});
export type Invoice = Static<typeof Invoice>;

export const InvoiceRow = Type.Object({
  card: InvoiceCardData,
  conversationId: ConversationId,
  messageSeq: Seq,
  claimId: Type.Union([ClaimId, Type.Null()]),
  createdAt: Instant,
});
export type InvoiceRow = Static<typeof InvoiceRow>;

/** Content of `Countinghouse.Question` cards. */
export const QuestionCardData = Type.Object({ question: InvoiceQuestion, invoice: InvoiceCardData });
export type QuestionCardData = Static<typeof QuestionCardData>;

const InvoiceParams = Type.Object({ invoiceId: InvoiceId });
const QuestionText = Type.String({ minLength: 1, maxLength: 2000 });

export const invoices = {
  list: endpoint({
    id: 'invoices.list',
    method: 'GET',
    path: '/api/invoices',
    summary: 'Invoices that the caller may see, newest first.',
    query: Type.Object({
      conversationId: Type.Optional(ConversationId),
      status: Type.Optional(InvoiceStatus),
      mine: Type.Optional(Type.Boolean()),
      beforeId: Type.Optional(InvoiceId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    response: Type.Object({ invoices: Type.Array(InvoiceRow) }),
  }),
  get: endpoint({
    id: 'invoices.get',
    method: 'GET',
    path: '/api/invoices/:invoiceId',
    summary: 'One invoice with fields, checks, questions.',
    params: InvoiceParams,
    response: Invoice,
  }),
  /** A correction equal to the read value confirms a doubtful field. */
  correct: endpoint({
    id: 'invoices.correct',
    method: 'POST',
    path: '/api/invoices/:invoiceId/corrections',
    summary: 'Correct or confirm fields; what was read stays on record and the checks run again.',
    params: InvoiceParams,
    body: Type.Object({
      version: Type.Integer(),
      corrections: Type.Array(Type.Object({ field: Type.String(), value: Type.String({ maxLength: 500 }) }), {
        minItems: 1,
        maxItems: 50,
      }),
    }),
    response: Invoice,
  }),
  /** The question arrives in the direct conversation of the asker and the person who handed the invoice in. */
  ask: endpoint({
    id: 'invoices.ask',
    method: 'POST',
    path: '/api/invoices/:invoiceId/questions',
    summary: 'Finance asks about an invoice.',
    params: InvoiceParams,
    body: Type.Object({ clientId: ClientId, text: QuestionText }),
    response: InvoiceQuestion,
  }),
  answer: endpoint({
    id: 'invoices.answer',
    method: 'POST',
    path: '/api/questions/:questionId/answer',
    summary: 'Answer; it stands in the conversation and on the invoice.',
    params: Type.Object({ questionId: QuestionId }),
    body: Type.Object({ clientId: ClientId, text: QuestionText }),
    response: InvoiceQuestion,
  }),
};
