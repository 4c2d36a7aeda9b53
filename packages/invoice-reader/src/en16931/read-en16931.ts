import { child, type XmlElement } from '../xml/parse-xml.ts';
import type { En16931Invoice } from './model.ts';
import { readCii } from './read-cii.ts';
import { readUbl } from './read-ubl.ts';

/** Parts that tell a UBL document from any other XML that calls its root `Invoice`. */
const UBL_PARTS = ['AccountingSupplierParty', 'LegalMonetaryTotal', 'DocumentCurrencyCode', 'CustomizationID'];

/** An EN 16931 invoice, told by its root and content, never by a prefix; null when it is something else. */
export function readEn16931(root: XmlElement): En16931Invoice | null {
  switch (root.name) {
    case 'CrossIndustryInvoice':
    case 'CrossIndustryDocument':
      return readCii(root);
    case 'Invoice':
    case 'CreditNote':
      return UBL_PARTS.some((name) => child(root, name)) ? readUbl(root) : null;
    default:
      return null;
  }
}

/** Documents of the same families that are no invoices, by their root. */
const OTHER_DOCUMENTS: Record<string, string> = {
  SCRDMCCBDACIOMessageStructure: '订单（Order-X）',
  SCRDMCCBDACIDAMessageStructure: '发货通知（Delivery-X）',
  CrossIndustryOrder: '订单（UN/CEFACT）',
  CrossIndustryDespatchAdvice: '发货通知（UN/CEFACT）',
  Order: '订单（UBL）',
  OrderResponse: '订单回复（UBL）',
  DespatchAdvice: '发货通知（UBL）',
  ReceiptAdvice: '收货通知（UBL）',
  Reminder: '催款通知（UBL）',
  Statement: '对账单（UBL）',
  Catalogue: '商品目录（UBL）',
  ApplicationResponse: '回执（UBL）',
};

/** What a UBL or UN/CEFACT document that is no invoice is called, in Chinese; undefined for other XML. */
export function otherDocument(root: XmlElement): string | undefined {
  return Object.hasOwn(OTHER_DOCUMENTS, root.name) ? OTHER_DOCUMENTS[root.name] : undefined;
}
