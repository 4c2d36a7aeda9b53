import { type Candidate, setField } from '../document/candidate.ts';
import type { FieldSource, InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount, toQuantity, toRate } from '../values/decimal.ts';
import { childrenOf, descend, textAt, type XmlElement } from './parse-xml.ts';

/** The tax administration's `EInvoice` (数电票), versions 0.2 to 0.33; the custom tags of newer OFDs have the same tree. */
export function readEInvoice(root: XmlElement, source: FieldSource): Candidate {
  const data = descend(root, 'EInvoiceData');
  const basic = descend(data, 'BasicInformation');
  const supervision = descend(root, 'TaxSupervisionInfo');
  const candidate: Candidate = { source, fields: { currency: 'CNY' }, places: {} };
  const { fields } = candidate;
  setField(fields, 'invoiceType', kindOf(root));
  // Number and date are those of the supervision block; the header has an internal id and `RequestTime` is the order.
  setField(fields, 'invoiceNumber', textAt(supervision, 'InvoiceNumber') ?? textAt(root, 'Header', 'EIid'));
  setField(fields, 'issueDate', toDate(textAt(supervision, 'IssueTime')));
  for (const [role, block] of [
    ['buyer', 'Buyer'],
    ['seller', 'Seller'],
  ] as const) {
    setField(fields, `${role}Name`, textAt(data, `${block}Information`, `${block}Name`));
    setField(fields, `${role}TaxId`, textAt(data, `${block}Information`, `${block}IdNum`));
  }
  setField(fields, 'amountWithoutTax', toAmount(textAt(basic, 'TotalAmWithoutTax')));
  setField(fields, 'taxAmount', toAmount(textAt(basic, 'TotalTaxAm')));
  setField(fields, 'totalAmount', toAmount(textAt(basic, 'TotalTax-includedAmount')));
  setField(fields, 'totalAmountInWords', textAt(basic, 'TotalTax-includedAmountInChinese'));
  setField(fields, 'drawer', textAt(basic, 'Drawer'));
  setField(fields, 'remarks', textAt(data, 'AdditionalInformation', 'Remark') ?? textAt(basic, 'Remark'));
  setField(fields, 'specialBusiness', specialBusinessOf(root));
  setField(fields, 'originalInvoiceNumber', originalNumberOf(data));
  readSpecificFields(data, candidate);
  fields.items = childrenOf(data, 'IssuItemInformation').flatMap(itemElements).map(itemOf).map(withoutPassage);
  return candidate;
}

/** What an invoice is called while it is not known whether it is an ordinary or a special one. */
export const UNKNOWN_KIND = '电子发票';

/** The kind in brackets is unknown where the header has no labels; nothing is guessed then. */
function kindOf(root: XmlElement): string {
  const labels = descend(root, 'Header', 'InherentLabel');
  const kind = textAt(labels, 'EInvoiceType', 'LabelName') ?? UNKNOWN_KIND;
  const code = textAt(labels, 'GeneralOrSpecialVAT', 'LabelCode');
  const name = textAt(labels, 'GeneralOrSpecialVAT', 'LabelName');
  if (name !== undefined && /^电子发票/.test(name)) return name;
  const byCode = code === '01' ? '增值税专用发票' : code === '02' ? '普通发票' : undefined;
  const bracket = byCode ?? name;
  return bracket === undefined || /[（(]/.test(kind) ? kind : `${kind}（${bracket}）`;
}

const SPECIFIC_BLOCKS: readonly (readonly [RegExp, string])[] = [
  [/^Toll/, '通行费'],
  [/^Passenger/, '旅客运输服务'],
  [/^(?:Goods|Freight|Cargo)/, '货物运输服务'],
  [/^(?:Building|Construction)/, '建筑服务'],
  [/^(?:RealEstate|RealProperty|Property).*(?:Leas|Rent)/, '不动产经营租赁服务'],
  [/^(?:RealEstate|RealProperty|Property).*Sale/, '不动产销售'],
];

function specialBusinessOf(root: XmlElement): string | undefined {
  const labels = childrenOf(descend(root, 'Header', 'UndefinedLabel'), 'Label');
  const label = labels.find((candidate) => /特定(?:业务|要素)/.test(textAt(candidate, 'LabelType') ?? ''));
  const named = textAt(label, 'LabelName');
  if (named !== undefined) return named;
  const blocks = descend(root, 'EInvoiceData', 'SpecificInformation')?.children ?? [];
  return blocks.flatMap(({ name }) => SPECIFIC_BLOCKS.find(([pattern]) => pattern.test(name))?.[1] ?? [])[0];
}

/** Elements of special businesses and the fields of the page that say the same. Words differ between versions. */
const SPECIFIC_FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Travell?er|Passenger)(?:s?Name)?$/i, 'passengerName'],
  [/^(?:Travell?er|Passenger|Valid).*Id(?:Num|Number|entity.*)?$/i, 'passengerIdMasked'],
  [/^(?:Travel|Trip)Date$/i, 'travelDate'],
  [/^(?:Place ?Of)?(?:Departure|Start(?:ing)?|Origin)(?:Place|Location)?$/i, 'departurePlace'],
  [/^(?:Place ?Of)?(?:Destination|Arrival|End)(?:Place|Location)?$/i, 'arrivalPlace'],
  [/^(?:Seat)?(?:Level|Class|Grade)$/i, 'seatClass'],
  [/^(?:Vehicle|Transport(?:ation)?(?:Tool)?)(?:Type|Kind)s?$/i, 'vehicleType'],
  [/^(?:License)?Plate(?:Number|No)?$/i, 'plateNumber'],
  [/^StartDatesOfPassage$/i, 'passageFrom'],
  [/^EndDatesOfPassage$/i, 'passageTo'],
];

/** One line per block in each field, as the table of the page has one row per journey. */
function readSpecificFields(data: XmlElement | undefined, candidate: Candidate): void {
  const blocks = (descend(data, 'SpecificInformation')?.children ?? []).filter(({ name }) => !/^Red/.test(name));
  for (const [pattern, field] of SPECIFIC_FIELDS) {
    const lines = blocks.map((block) => block.children.find(({ name }) => pattern.test(name))?.text.trim() ?? '');
    if (lines.some((line) => line !== '')) setField(candidate.fields, field, lines.map(asPrinted(field)).join('\n'));
  }
}

/** Instants of passages are printed as days. */
const asPrinted = (field: string) => (text: string) =>
  /^passage/.test(field) ? (/^(\d{8})\d{6,}$/.exec(text)?.[1] ?? text) : text;

/** A red-letter invoice names the blue one that it takes back; the block has had several names. */
function originalNumberOf(data: XmlElement | undefined): string | undefined {
  const red = descend(data, 'SpecificInformation')?.children.find(({ name }) => /^Red/.test(name));
  const number = red?.children.find(
    ({ name, text }) => /^Original.*(?:Number|Num|Code|No)$/.test(name) && /\d{8,}/.test(text),
  );
  return number?.text.trim();
}

/** One dialect nests several `ItemDetail` in one `IssuItemInformation`. */
function itemElements(element: XmlElement): XmlElement[] {
  const details = childrenOf(element, 'ItemDetail');
  return details.length > 0 ? details : element.children.length > 0 ? [element] : [];
}

function itemOf(element: XmlElement): InvoiceItem {
  const item: InvoiceItem = { name: textAt(element, 'ItemName') ?? '' };
  const specification = textAt(element, 'SpecMod');
  const unit = textAt(element, 'MeaUnits');
  const quantity = toQuantity(textAt(element, 'Quantity'));
  const unitPrice = toQuantity(textAt(element, 'UnPrice'));
  const amount = toAmount(textAt(element, 'Amount'));
  const taxRate = toRate(textAt(element, 'TaxRate'));
  const tax = textAt(element, 'ComTaxAm') ?? textAt(element, 'TaxAm') ?? textAt(element, 'TaxAmount');
  const taxAmount = toAmount(tax) ?? tax;
  return Object.assign(item, defined({ specification, unit, quantity, unitPrice, amount, taxRate, taxAmount }));
}

/** Pages of toll invoices print the days of passage under 数量 and 单价, and some platforms write their files likewise. */
function withoutPassage(item: InvoiceItem): InvoiceItem {
  const { quantity, unitPrice, ...rest } = item;
  const isDay = (text: string | undefined) =>
    text !== undefined && /^20\d{6}$/.test(text) && toDate(text) !== undefined;
  return /通行费/.test(item.name) && isDay(quantity) && isDay(unitPrice) ? rest : item;
}

export function defined(values: Partial<InvoiceItem>): Partial<InvoiceItem> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
