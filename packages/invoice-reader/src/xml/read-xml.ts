import { assembleDocument } from '../document/assemble-document.ts';
import { notAnInvoice } from '../document/not-an-invoice.ts';
import { en16931Document } from '../en16931/en16931-document.ts';
import { otherDocument } from '../en16931/read-en16931.ts';
import type { InvoiceDocument, Signature } from '../reading.ts';
import { xmlSignatureOf } from '../signatures/xml-signature.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';
import { type EmbeddedInvoice, findInvoices } from './read-embedded.ts';
import { otherVoucher } from './xbrl-entry.ts';

export function readXml(bytes: Uint8Array): { pageCount: number; documents: InvoiceDocument[] } {
  const root = parseXml(bytes, 'The XML');
  const signature = xmlSignatureOf(root);
  const documents = findInvoices(root).map((invoice) => documentOf(invoice, signature));
  return { pageCount: 0, documents: documents.length > 0 ? documents : [notAnInvoice(reasonFor(root), signature)] };
}

function documentOf({ candidate, isReceiverSide, en16931 }: EmbeddedInvoice, signature: Signature): InvoiceDocument {
  if (en16931) return en16931Document({ invoice: en16931, container: 'xml', pages: [], signature });
  const document = assembleDocument({ candidates: [candidate], pages: [], signature });
  return isReceiverSide ? { ...document, isInvoice: false, notInvoiceReason: '电子凭证接收方入账信息' } : document;
}

function reasonFor(root: XmlElement): string {
  const other = otherDocument(root);
  if (other !== undefined) return other;
  if (root.name === 'FatturaElettronica') return '意大利电子发票（FatturaPA），本版本尚不支持读取';
  if (root.name === 'Facturae') return '西班牙电子发票（Facturae），本版本尚不支持读取';
  if (root.name === 'xbrl') return otherVoucher(root) ?? '电子凭证会计数据，本版本尚不支持读取的类型';
  return '不是发票格式的 XML';
}
