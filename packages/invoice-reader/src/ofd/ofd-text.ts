import { type Candidate, setField } from '../document/candidate.ts';
import { boxAround, type PageText, placeOf, type Run } from '../layout/page-text.ts';
import { type PlacedText, turnOf, uprightPage } from '../layout/turned-page.ts';
import { limits } from '../limits.ts';
import type { Place } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount } from '../values/decimal.ts';
import { walk, type XmlElement } from '../xml/parse-xml.ts';
import { readEInvoice } from '../xml/read-einvoice.ts';
import { readOriginalInvoice } from '../xml/read-original-invoice.ts';
import { numbers, type OfdDocument, type OfdPage } from './ofd-document.ts';
import { advance, matrixOf, placeCharacters, runsOfObject, textOfObject } from './text-object.ts';

export function ofdPageTexts(document: OfdDocument): PageText[] {
  return document.pages.map((page, index) => pageText(page, index));
}

function pageText(page: OfdPage, index: number): PageText {
  const objects = page.layers.flatMap((layer) => textObjects(layer.element)).slice(0, limits.pageRunsMax);
  const runs = objects.flatMap(runsOfObject).slice(0, limits.pageRunsMax);
  const frame = { page: index, width: page.widthMm, height: page.heightMm };
  const lying = objects.flatMap(turnedText);
  if (lying.length === 0) return { ...frame, runs };
  const turned = uprightPage(frame, [...lying, ...runs.map(asPlaced)]);
  return turned.turn === undefined ? { ...frame, runs } : turned;
}

/** What counts the upright text of a page against the text that lies on its side. */
function asPlaced({ text, left, bottom, right, top }: Run): PlacedText {
  return { text, x: left, y: bottom, size: bottom - top, length: right - left, turn: 0 };
}

/** Text whose matrix turns it by a quarter or a half. */
function turnedText(object: XmlElement): PlacedText[] {
  const [a, b, c, d, e, f] = matrixOf(object);
  const turn = turnOf({ x: a, y: b });
  if (turn === null || turn === 0) return [];
  const [left = 0, top = 0] = numbers(object.attributes.get('Boundary'));
  const placed = placeCharacters(object);
  const [first, last] = [placed[0], placed.at(-1)];
  const text = textOfObject(object);
  if (!first || !last || text.trim() === '') return [];
  const size = (Number(object.attributes.get('Size')) || 3) * Math.hypot(c, d);
  const scale = Math.hypot(a, b);
  const length =
    scale * (last.x - first.x) + scale * advance(last.character, Number(object.attributes.get('Size')) || 3);
  const [x, y] = [left + a * first.x + c * first.y + e, top + b * first.x + d * first.y + f];
  return [{ text, x, y, size, length, turn }];
}

function textObjects(element: XmlElement): XmlElement[] {
  return [...walk(element)].filter((candidate) => candidate.name === 'TextObject');
}

/** What the custom tags say: they point from the parts of an invoice to text objects of the pages. */
export function readTags(document: OfdDocument): Candidate[] {
  if (document.customTags.length === 0) return [];
  const targets = indexTextObjects(document);
  return document.customTags.map((tags) => {
    const resolved = resolve(tags, targets);
    const isEInvoice = resolved.children.some(
      (part) => part.name === 'EInvoiceData' || part.name === 'TaxSupervisionInfo',
    );
    const candidate = isEInvoice ? readEInvoice(resolved, 'tag') : readOriginalInvoice(resolved, 'tag');
    for (const [field, path] of Object.entries(isEInvoice ? EINVOICE_PATHS : TAG_PATHS)) {
      const place = placeOfTag(tags, path, targets);
      if (place && candidate.fields[field] !== undefined) candidate.places[field] = place;
    }
    return candidate;
  });
}

const TAG_PATHS: Record<string, readonly string[]> = {
  invoiceCode: ['InvoiceCode'],
  invoiceNumber: ['InvoiceNo'],
  issueDate: ['IssueDate'],
  checkCode: ['InvoiceCheckCode'],
  machineNumber: ['MachineNo'],
  buyerName: ['Buyer', 'BuyerName'],
  buyerTaxId: ['Buyer', 'BuyerTaxID'],
  sellerName: ['Seller', 'SellerName'],
  sellerTaxId: ['Seller', 'SellerTaxID'],
  amountWithoutTax: ['TaxExclusiveTotalAmount'],
  taxAmount: ['TaxTotalAmount'],
  totalAmount: ['TaxInclusiveTotalAmount'],
  remarks: ['Note'],
  drawer: ['InvoiceClerk'],
};

const BASIC = ['EInvoiceData', 'BasicInformation'] as const;

const EINVOICE_PATHS: Record<string, readonly string[]> = {
  invoiceNumber: ['TaxSupervisionInfo', 'InvoiceNumber'],
  issueDate: ['TaxSupervisionInfo', 'IssueTime'],
  buyerName: ['EInvoiceData', 'BuyerInformation', 'BuyerName'],
  buyerTaxId: ['EInvoiceData', 'BuyerInformation', 'BuyerIdNum'],
  sellerName: ['EInvoiceData', 'SellerInformation', 'SellerName'],
  sellerTaxId: ['EInvoiceData', 'SellerInformation', 'SellerIdNum'],
  amountWithoutTax: [...BASIC, 'TotalAmWithoutTax'],
  taxAmount: [...BASIC, 'TotalTaxAm'],
  totalAmount: [...BASIC, 'TotalTax-includedAmount'],
  totalAmountInWords: [...BASIC, 'TotalTax-includedAmountInChinese'],
  drawer: [...BASIC, 'Drawer'],
};

interface Target {
  text: string;
  place: Place | null;
}

function indexTextObjects(document: OfdDocument): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const [index, page] of document.pages.entries()) {
    const frame = { page: index, width: page.widthMm, height: page.heightMm, runs: [] };
    for (const object of page.layers.flatMap((layer) => textObjects(layer.element))) {
      const runs = runsOfObject(object);
      const place = runs.length === 0 ? null : placeOf(frame, boxAround(runs));
      targets.set(`${page.id}#${object.attributes.get('ID') ?? ''}`, { text: textOfObject(object), place });
    }
  }
  return targets;
}

/** Some producers wrap the references of a value in `ObjectData`. */
function referencesIn(element: XmlElement): string[] {
  return element.children
    .flatMap((part) => (part.name === 'ObjectData' ? part.children : [part]))
    .filter((reference) => reference.name === 'ObjectRef')
    .map((reference) => `${reference.attributes.get('PageRef') ?? ''}#${reference.text.trim()}`);
}

/** The same tree with the referenced texts in place of the references. */
function resolve(element: XmlElement, targets: ReadonlyMap<string, Target>): XmlElement {
  const text = referencesIn(element)
    .map((reference) => targets.get(reference)?.text ?? '')
    .join('');
  const children = element.children.filter((child) => child.name !== 'ObjectRef').map((part) => resolve(part, targets));
  return { ...element, text: text === '' ? element.text : text, children };
}

function placeOfTag(tags: XmlElement, path: readonly string[], targets: ReadonlyMap<string, Target>): Place | null {
  let element: XmlElement | undefined = tags;
  for (const name of path) element = element?.children.find((child) => child.name === name);
  if (!element) return null;
  const places = referencesIn(element)
    .map((reference) => targets.get(reference)?.place)
    .filter((place) => place !== null && place !== undefined);
  const first = places[0];
  if (!first) return null;
  const right = Math.max(...places.map((place) => place.x + place.width));
  const bottom = Math.max(...places.map((place) => place.y + place.height));
  const x = Math.min(...places.map((place) => place.x));
  const y = Math.min(...places.map((place) => place.y));
  return { page: first.page, x, y, width: right - x, height: bottom - y };
}

/** `CustomData` of OFD.xml. Its 合计金额 is the amount without tax. */
export function readCustomData(document: OfdDocument): Candidate {
  const candidate: Candidate = { source: 'info', fields: {}, places: {} };
  const { fields } = candidate;
  const data = (name: string) => document.customData.get(name)?.trim();
  const compact = (name: string) => data(name)?.replace(/\s/g, '');
  setField(fields, 'invoiceCode', compact('发票代码'));
  setField(fields, 'invoiceNumber', compact('发票号码'));
  setField(fields, 'issueDate', toDate(data('开票日期')));
  setField(fields, 'checkCode', compact('校验码'));
  setField(fields, 'buyerName', data('购买方名称'));
  setField(fields, 'buyerTaxId', compact('购买方纳税人识别号'));
  setField(fields, 'sellerName', data('销售方名称'));
  setField(fields, 'sellerTaxId', compact('销售方纳税人识别号'));
  setField(fields, 'amountWithoutTax', toAmount(data('合计金额')));
  setField(fields, 'taxAmount', toAmount(data('合计税额')));
  setField(fields, 'totalAmount', toAmount(data('价税合计')));
  return candidate;
}
