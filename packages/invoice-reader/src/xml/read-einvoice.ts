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
  setField(fields, 'remarks', textAt(data, 'AdditionalInformation', 'Remark'));
  setField(fields, 'specialBusiness', specialBusinessOf(root));
  setField(fields, 'originalInvoiceNumber', originalNumberOf(data));
  fields.items = childrenOf(data, 'IssuItemInformation').flatMap(itemElements).map(itemOf);
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

const SPECIFIC_BLOCKS: Record<string, string> = {
  Toll: '通行费',
  PassengerTransportation: '旅客运输服务',
};

function specialBusinessOf(root: XmlElement): string | undefined {
  const labels = childrenOf(descend(root, 'Header', 'UndefinedLabel'), 'Label');
  const label = labels.find((candidate) => /特定(?:业务|要素)/.test(textAt(candidate, 'LabelType') ?? ''));
  const block = descend(root, 'EInvoiceData', 'SpecificInformation')?.children.find(
    (child) => child.name in SPECIFIC_BLOCKS,
  );
  return textAt(label, 'LabelName') ?? (block && SPECIFIC_BLOCKS[block.name]);
}

/** A red-letter invoice names the blue one that it takes back. */
function originalNumberOf(data: XmlElement | undefined): string | undefined {
  return textAt(data, 'SpecificInformation', 'RedEInvoice', 'OriginalInvoiceCode');
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

export function defined(values: Partial<InvoiceItem>): Partial<InvoiceItem> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
