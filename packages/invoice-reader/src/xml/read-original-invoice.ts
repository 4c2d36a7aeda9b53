import { type Candidate, setField } from '../document/candidate.ts';
import type { FieldSource, InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount, toQuantity, toRate } from '../values/decimal.ts';
import { childrenOf, descend, textAt, type XmlElement } from './parse-xml.ts';
import { defined } from './read-einvoice.ts';

/** `original_invoice.xml` of an OFD (old VAT forms), and its custom tags once their references are resolved. */
export function readOriginalInvoice(root: XmlElement, source: FieldSource): Candidate {
  const candidate: Candidate = { source, fields: { currency: 'CNY' }, places: {} };
  const { fields } = candidate;
  setField(fields, 'invoiceCode', compact(textAt(root, 'InvoiceCode')));
  setField(fields, 'invoiceNumber', compact(textAt(root, 'InvoiceNo')));
  setField(fields, 'issueDate', toDate(textAt(root, 'IssueDate')));
  setField(fields, 'checkCode', compact(textAt(root, 'InvoiceCheckCode')));
  setField(fields, 'machineNumber', compact(textAt(root, 'MachineNo')));
  setField(fields, 'buyerName', textAt(root, 'Buyer', 'BuyerName'));
  setField(fields, 'buyerTaxId', compact(textAt(root, 'Buyer', 'BuyerTaxID')));
  setField(fields, 'sellerName', textAt(root, 'Seller', 'SellerName'));
  setField(fields, 'sellerTaxId', compact(textAt(root, 'Seller', 'SellerTaxID')));
  setField(fields, 'amountWithoutTax', toAmount(textAt(root, 'TaxExclusiveTotalAmount')));
  setField(fields, 'taxAmount', toAmount(textAt(root, 'TaxTotalAmount')));
  setField(fields, 'totalAmount', toAmount(textAt(root, 'TaxInclusiveTotalAmount')));
  setField(fields, 'remarks', textAt(root, 'Note'));
  setField(fields, 'drawer', textAt(root, 'InvoiceClerk'));
  const items = childrenOf(descend(root, 'GoodsInfos'), 'GoodsInfo').map(itemOf);
  if (items.length > 0) fields.items = items;
  return candidate;
}

function compact(text: string | undefined): string | undefined {
  return text?.replace(/\s/g, '');
}

function itemOf(element: XmlElement): InvoiceItem {
  const tax = textAt(element, 'TaxAmount');
  return {
    name: textAt(element, 'Item') ?? '',
    ...defined({
      specification: textAt(element, 'Specification'),
      unit: textAt(element, 'MeasurementDimension'),
      quantity: toQuantity(textAt(element, 'Quantity')),
      unitPrice: toQuantity(textAt(element, 'Price')),
      amount: toAmount(textAt(element, 'Amount')),
      taxRate: toRate(textAt(element, 'TaxScheme')),
      taxAmount: toAmount(tax) ?? tax,
    }),
  };
}
