import { type Candidate, setField } from '../document/candidate.ts';
import type { FieldSource, InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount, toQuantity } from '../values/decimal.ts';
import { childrenOf, descend, textAt, type XmlElement } from './parse-xml.ts';
import { defined } from './read-einvoice.ts';

/** 财政电子票据 shares its root `EInvoice` with 数电票, but has a `Main` block. */
export function isFiscalReceipt(root: XmlElement): boolean {
  return descend(root, 'EInvoiceData', 'Main') !== undefined;
}

/** The fiscal administration's `EInvoice` (财政电子票据数据标准): payer and payee as buyer and seller, no tax. */
export function readFiscal(root: XmlElement, source: FieldSource): Candidate {
  const data = descend(root, 'EInvoiceData');
  const main = descend(data, 'Main');
  const candidate: Candidate = { source, fields: { currency: textAt(main, 'CurrencyType') ?? 'CNY' }, places: {} };
  const { fields } = candidate;
  if (!/^[A-Z]{3}$/.test(fields.currency ?? '')) fields.currency = 'CNY';
  setField(fields, 'invoiceType', textAt(main, 'EInvoiceName'));
  setField(fields, 'invoiceCode', textAt(main, 'EInvoiceCode'));
  setField(fields, 'invoiceNumber', textAt(main, 'EInvoiceNumber'));
  setField(fields, 'checkCode', textAt(main, 'RandomNumber'));
  setField(fields, 'issueDate', toDate(textAt(main, 'IssueDate')));
  setField(fields, 'totalAmount', toAmount(textAt(main, 'TotalAmount')));
  setField(
    fields,
    'sellerName',
    textAt(main, 'InvoicingParty', 'InvoicingPartyName') ?? textAt(main, 'InvoicingPartyName'),
  );
  setField(fields, 'sellerTaxId', taxId(textAt(main, 'InvoicingParty', 'InvoicingPartyCode')));
  setField(fields, 'buyerName', textAt(main, 'PayerParty', 'PayerPartyName') ?? textAt(main, 'PayerPartyName'));
  setField(fields, 'buyerTaxId', taxId(textAt(main, 'PayerParty', 'PayerPartyCode')));
  setField(fields, 'remarks', textAt(main, 'Remark'));
  setField(fields, 'drawer', textAt(main, 'HandlingPerson'));
  const items = childrenOf(descend(data, 'Details'), 'Item').map(itemOf);
  if (items.length > 0) fields.items = items;
  return candidate;
}

/** Codes of payers are tax ids only where the payer is a company. */
function taxId(code: string | undefined): string | undefined {
  return code !== undefined && /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) ? code : undefined;
}

function itemOf(element: XmlElement): InvoiceItem {
  return {
    name: textAt(element, 'ItemName') ?? '',
    ...defined({
      unit: textAt(element, 'ItemUnit'),
      quantity: toQuantity(textAt(element, 'ItemQuantity')),
      unitPrice: toQuantity(textAt(element, 'ItemStd')),
      amount: toAmount(textAt(element, 'ItemAmount')),
    }),
  };
}
