import type {
  Card,
  Duplicate,
  InvoiceCardData,
  InvoiceCheck,
  InvoiceItem,
  QuestionCardData,
} from '@countinghouse/protocol';
import { formatAmountMinor } from './amount.ts';
import { clip } from './clean-text.ts';
import { amountField, currencyOf, doubtsOf, fieldValue, type InvoiceRecord } from './invoice.ts';

const summaryNamesMax = 3;
const factLengthMax = 1000;
/** A card must stay well below the limit of messaging (64 KiB), whatever stands in the file. */
const textLengthMax = 300;
const checksMax = 20;
const paramsMax = 10;
const namesMax = 40;

export interface CardInput {
  invoice: InvoiceRecord;
  duplicate: Duplicate | null;
  openQuestions: number;
  /** How many invoices the file holds. */
  fileInvoices: number;
}

export function presentInvoiceCard({ invoice, duplicate, openQuestions, fileInvoices }: CardInput): InvoiceCardData {
  const { fields } = invoice;
  const shown = (name: string) => clip(fieldValue(fields, name), textLengthMax);
  return {
    invoiceId: invoice.id,
    version: invoice.version,
    status: invoice.status,
    file: invoice.file,
    ...(fileInvoices > 1 ? { part: { position: invoice.documentIndex + 1, count: fileInvoices } } : {}),
    uploaderId: invoice.uploaderId,
    refusal: invoice.refusal,
    notInvoiceReason: invoice.notInvoiceReason,
    invoiceType: shown('invoiceType'),
    number: shown('invoiceNumber'),
    code: shown('invoiceCode'),
    issueDate: shown('issueDate'),
    sellerName: shown('sellerName'),
    buyerName: shown('buyerName'),
    itemSummary: clip(summarizeItems(invoice.items) || summarizeJourney(fields), textLengthMax),
    currency: currencyOf(fields),
    netMinor: amountField(fields, 'amountWithoutTax'),
    taxMinor: amountField(fields, 'taxAmount'),
    totalMinor: amountField(fields, 'totalAmount'),
    taxRate: clip(distinct(invoice.items.map((item) => item.taxRate ?? '')).join(' / '), textLengthMax),
    checks: keyChecksFirst(invoice.checks).slice(0, checksMax).map(clipCheck),
    doubts: doubtsOf(fields).slice(0, namesMax),
    duplicate,
    claimNumber: invoice.claim?.number ?? null,
    claimStatus: invoice.claim?.status ?? null,
    voucherNumber: invoice.voucherNumber,
    openQuestions,
  };
}

/** A rule book may be broken in more places than a card holds; that must not push out what decides about a claim. */
const keyChecksFirst = (checks: readonly InvoiceCheck[]): InvoiceCheck[] => [
  ...checks.filter((check) => check.id !== 'en16931'),
  ...checks.filter((check) => check.id === 'en16931'),
];

function clipCheck(check: InvoiceCheck): InvoiceCheck {
  const { params, ...rest } = check;
  const short = (text: string) => clip(text, textLengthMax);
  const clipped = { ...rest, message: short(check.message), fields: check.fields.slice(0, namesMax).map(short) };
  if (!params) return clipped;
  const entries = Object.entries(params).slice(0, paramsMax);
  return { ...clipped, params: Object.fromEntries(entries.map(([name, value]) => [short(name), short(value)])) };
}

const distinct = (words: string[]): string[] => [...new Set(words.filter((word) => word !== ''))];

/** The category between asterisks (`*住宿服务*房费`), else the name. */
function summarizeItems(items: readonly InvoiceItem[]): string {
  const names = distinct(items.map((item) => /^\*([^*]+)\*/.exec(item.name)?.[1] ?? item.name));
  const separator = names.some((name) => /\p{Script=Han}/u.test(name)) ? '、' : ', ';
  return names.slice(0, summaryNamesMax).join(separator) + (names.length > summaryNamesMax ? '…' : '');
}

/** What a ticket, which names no seller and no items, stands for: `上海南 → 武汉东 G8737`. */
function summarizeJourney(fields: InvoiceRecord['fields']): string {
  const [from, to] = [fieldValue(fields, 'departureStation'), fieldValue(fields, 'arrivalStation')];
  return from && to ? `${from} → ${to} ${fieldValue(fields, 'trainNumber')}`.trim() : '';
}

export function invoiceCard(data: InvoiceCardData): Card {
  const facts = invoiceFacts(data);
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: headline(data),
    body: [
      {
        type: 'Countinghouse.Invoice',
        data: { ...data },
        fallback: [
          { type: 'TextBlock', text: headline(data), weight: 'bolder', wrap: true },
          ...(facts.length > 0 ? [{ type: 'FactSet' as const, facts }] : []),
        ],
      },
    ],
  };
}

export function questionCard({ question, invoice }: QuestionCardData): Card {
  const facts = [{ title: '问题 Question', value: question.text.slice(0, factLengthMax) }];
  if (question.answer) facts.push({ title: '答复 Answer', value: question.answer.text.slice(0, factLengthMax) });
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: headline(invoice),
    body: [
      {
        type: 'Countinghouse.Question',
        data: { question, invoice },
        fallback: [
          { type: 'TextBlock', text: headline(invoice), weight: 'bolder', wrap: true },
          { type: 'FactSet', facts },
        ],
      },
    ],
  };
}

function headline(data: InvoiceCardData): string {
  if (data.status === 'reading') return `正在识别 ${data.file.name}`.slice(0, 500);
  if (data.status === 'refused') return `无法识别 ${data.file.name}（${data.refusal ?? ''}）`.slice(0, 500);
  if (data.status === 'not_invoice') return `不是发票：${data.file.name}`.slice(0, 500);
  const amount =
    data.totalMinor === null ? '' : `${data.currency} ${formatAmountMinor(data.totalMinor, data.currency)}`;
  return [data.invoiceType || '发票', data.sellerName, amount].filter(Boolean).join(' · ').slice(0, 500);
}

function invoiceFacts(data: InvoiceCardData): { title: string; value: string }[] {
  const money = (minor: number | null) => (minor === null ? '' : formatAmountMinor(minor, data.currency));
  return [
    { title: '发票号码 Number', value: [data.code, data.number].filter(Boolean).join(' ') },
    { title: '开票日期 Date', value: data.issueDate },
    { title: '销售方 Seller', value: data.sellerName },
    { title: '购买方 Buyer', value: data.buyerName },
    { title: '金额 Net', value: money(data.netMinor) },
    { title: '税额 Tax', value: money(data.taxMinor) },
    { title: '价税合计 Total', value: money(data.totalMinor) },
  ]
    .filter((fact) => fact.value !== '')
    .map((fact) => ({ ...fact, value: fact.value.slice(0, factLengthMax) }));
}
