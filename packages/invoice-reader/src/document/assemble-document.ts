import { runChecks } from '../checks/run-checks.ts';
import { findValue } from '../layout/find-value.ts';
import type { PageText } from '../layout/page-text.ts';
import type { Check, FieldOrigin, FieldSource, InvoiceDocument, InvoiceFields, Signature } from '../reading.ts';
import { UNKNOWN_KIND } from '../xml/read-einvoice.ts';
import type { Candidate } from './candidate.ts';
import { contradictingItems } from './compare-items.ts';
import { isSameValue } from './same-value.ts';

/** Order of trust; the first source that knows a field gives its value, the others are compared with it. */
const TRUST: readonly FieldSource[] = ['xml', 'tag', 'info', 'text', 'qr', 'ocr', 'derived'];

/** Fields whose disagreement between sources is told; others differ in form too easily (wrapped remarks, kinds). */
const COMPARED = new Set([
  'invoiceCode',
  'invoiceNumber',
  'issueDate',
  'checkCode',
  'machineNumber',
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
  'paymentIban',
]);

/** Fields without which an invoice cannot be worked with. */
const REQUIRED = ['invoiceNumber', 'issueDate', 'totalAmount'] as const;

export interface DocumentParts {
  candidates: readonly Candidate[];
  pages: readonly PageText[];
  signature: Signature;
  /** Adds what only the reader of a format can check; gets the general checks. */
  checks?: (checks: Check[]) => Check[];
}

export function assembleDocument(parts: DocumentParts): InvoiceDocument {
  const candidates = [...parts.candidates].sort((a, b) => TRUST.indexOf(a.source) - TRUST.indexOf(b.source));
  const fields: InvoiceFields = {};
  const origins: Record<string, FieldOrigin> = {};
  for (const name of new Set(candidates.flatMap((candidate) => Object.keys(candidate.fields)))) {
    const giver = giverOf(name, candidates);
    const value = giver?.fields[name];
    if (!giver || value === undefined) continue;
    fields[name] = value;
    origins[name] = originOf({ name, giver, candidates, pages: parts.pages });
    if (name === 'items') Object.assign(origins, originsOfItems(giver, candidates));
  }
  addOriginalNumber(fields, origins);
  addKind(fields, origins);
  const document: InvoiceDocument = {
    isInvoice: true,
    fields,
    origins,
    doubts: [],
    checks: [],
    signature: parts.signature,
  };
  const checks = runChecks(document, new Set(candidates.map((candidate) => candidate.source)));
  document.checks = parts.checks?.(checks) ?? checks;
  document.doubts = doubtsOf(document);
  return document;
}

function giverOf(name: string, candidates: readonly Candidate[]): Candidate | undefined {
  const givers = candidates.filter((candidate) => isGiven(candidate, name));
  // Custom tags squeeze the cells of a line together, so the page itself is the better source of lines.
  if (name === 'items') return givers.find((candidate) => candidate.source !== 'tag') ?? givers[0];
  // An unlabelled header only says 电子发票; the page says which.
  if (name === 'invoiceType')
    return givers.find((candidate) => candidate.fields.invoiceType !== UNKNOWN_KIND) ?? givers[0];
  return givers[0];
}

function isGiven(candidate: Candidate, name: string): boolean {
  const value = candidate.fields[name];
  return value !== undefined && value.length > 0;
}

/** The place of each line under `items.0`, `items.1` … Lines of embedded data stand where the page prints the same amount. */
function originsOfItems(giver: Candidate, candidates: readonly Candidate[]): Record<string, FieldOrigin> {
  const items = giver.fields.items ?? [];
  const printed = candidates.find((candidate) => candidate.itemPlaces !== undefined);
  const shown = printed?.fields.items ?? [];
  const origins: Record<string, FieldOrigin> = {};
  for (const [index, item] of items.entries()) {
    const twin = shown[index];
    const isSame = twin !== undefined && shown.length === items.length && twin.amount === item.amount;
    const place = isSame ? printed?.itemPlaces?.get(twin) : undefined;
    if (place) origins[`items.${index}`] = { source: giver.source, place };
  }
  return origins;
}

interface FieldQuestion {
  name: string;
  giver: Candidate;
  candidates: readonly Candidate[];
  pages: readonly PageText[];
}

function originOf({ name, giver, candidates, pages }: FieldQuestion): FieldOrigin {
  const origin: FieldOrigin = { source: giver.derived?.includes(name) ? 'derived' : giver.source };
  const value = giver.fields[name];
  if (typeof value !== 'string') {
    const table = candidates.find((candidate) => candidate.places[name] !== undefined)?.places[name];
    const others = contradictingItems(giver, candidates);
    return { ...origin, ...(table && { place: table }), ...(others && { alternatives: others }) };
  }
  const agreeing = candidates.filter((candidate) => isSameValue(name, candidate.fields[name], value));
  const place = agreeing.map((candidate) => candidate.places[name]).find((found) => found !== undefined);
  const shown = place ?? findValue(pages, name, value);
  if (shown) origin.place = shown;
  if (!COMPARED.has(name)) return origin;
  const others = candidates.filter((candidate) => isContradiction(candidate, name, value));
  const alternatives = others.flatMap((candidate) => {
    const other = candidate.fields[name];
    return typeof other === 'string' ? [{ source: candidate.source, value: other }] : [];
  });
  if (alternatives.length === 0) return origin;
  // A value that is not printed is best judged where the other one stands.
  const elsewhere = others.map((candidate) => candidate.places[name]).find((found) => found !== undefined);
  return { ...origin, ...(elsewhere && !origin.place && { place: elsewhere }), alternatives };
}

function isContradiction(candidate: Candidate, name: string, value: string): boolean {
  const other = candidate.fields[name];
  if (typeof other !== 'string' || isSameValue(name, other, value)) return false;
  return !(candidate.source === 'text' && isOverrun(name, other, value));
}

/** The remarks of a red-letter invoice name the blue one that it takes back. */
function addOriginalNumber(fields: InvoiceFields, origins: Record<string, FieldOrigin>): void {
  const remarks = fields.remarks ?? '';
  const digital = /被红冲蓝字数电(?:发)?票号码[:：]\s*(\d{20})/.exec(remarks)?.[1];
  const old = /对应正数发票代码[:：]?\s*(\d{10,12})\s*[,，;；]?\s*(?:发票)?号码[:：]?\s*(\d{8})(?!\d)/.exec(remarks);
  const number = digital ?? old?.[2];
  if (number === undefined || fields.originalInvoiceNumber !== undefined) return;
  fields.originalInvoiceNumber = number;
  origins.originalInvoiceNumber = {
    source: 'derived',
    ...(origins.remarks?.place && { place: origins.remarks.place }),
  };
}

const KINDS_BY_CODE: Record<string, string> = {
  '11': '增值税电子普通发票',
  '12': '增值税电子普通发票（通行费）',
  '13': '增值税电子专用发票',
};

/** Attachments of old electronic invoices do not name their kind; the last two digits of the code do. */
function addKind(fields: InvoiceFields, origins: Record<string, FieldOrigin>): void {
  if (fields.invoiceType !== undefined || !/^0\d{11}$/.test(fields.invoiceCode ?? '')) return;
  const kind = KINDS_BY_CODE[fields.invoiceCode?.slice(-2) ?? ''];
  if (kind === undefined) return;
  fields.invoiceType = kind;
  origins.invoiceType = { source: 'derived' };
}

/** A mark from the neighbouring block may have run into a name that was read by position; that is no contradiction. */
function isOverrun(name: string, text: string, value: string): boolean {
  return /Name$/.test(name) && text.startsWith(value) && text.length - value.length <= 2;
}

function doubtsOf(document: InvoiceDocument): string[] {
  const doubts = new Set<string>();
  for (const check of document.checks) {
    if (check.status === 'fail' || check.status === 'warn') for (const field of check.fields) doubts.add(field);
  }
  for (const name of ['buyerName', 'sellerName'] as const) if (isCutName(document, name)) doubts.add(name);
  for (const name of REQUIRED) if (document.fields[name] === undefined) doubts.add(name);
  return [...doubts];
}

/** A name from the page that was cut, or ran into its neighbour, mostly shows it by a lone bracket or a colon. */
function isCutName(document: InvoiceDocument, name: 'buyerName' | 'sellerName'): boolean {
  const value = document.fields[name];
  if (value === undefined || document.origins[name]?.source !== 'text') return false;
  const count = (pattern: RegExp) => value.match(pattern)?.length ?? 0;
  return count(/[(（]/g) !== count(/[)）]/g) || /[:：]|识别号|信用代码/.test(value);
}
