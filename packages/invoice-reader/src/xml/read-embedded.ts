import type { Candidate } from '../document/candidate.ts';
import type { En16931Invoice } from '../en16931/model.ts';
import { readEn16931 } from '../en16931/read-en16931.ts';
import { candidateOf } from '../en16931/to-candidate.ts';
import { ReadingRefusal } from '../refusal.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';
import { readEInvoice } from './read-einvoice.ts';
import { isFiscalReceipt, readFiscal } from './read-fiscal.ts';
import { readOriginalInvoice } from './read-original-invoice.ts';
import { readTagged } from './read-tagged.ts';
import { readXbrl } from './read-xbrl.ts';

export interface EmbeddedInvoice {
  candidate: Candidate;
  /** The buyer's own booking record about an invoice. */
  isReceiverSide: boolean;
  /** The whole content of a UBL or CII invoice, for its own checks. */
  en16931?: En16931Invoice;
}

/** An invoice as XML, told by its root and content; null when it is something else. */
export function readInvoiceXml(root: XmlElement): EmbeddedInvoice | null {
  if (root.name === 'EInvoice' && isFiscalReceipt(root)) {
    return { candidate: readFiscal(root, 'xml'), isReceiverSide: false };
  }
  if (root.name === 'EInvoice') return { candidate: readEInvoice(root, 'xml'), isReceiverSide: false };
  if (root.name === 'eInvoice') return { candidate: readOriginalInvoice(root, 'xml'), isReceiverSide: false };
  if (root.name === 'xbrl') return readXbrl(root);
  const en16931 = readEn16931(root);
  if (en16931) return { candidate: candidateOf(en16931, 'xml'), isReceiverSide: false, en16931 };
  const tagged = readTagged(root);
  return tagged && { candidate: tagged, isReceiverSide: false };
}

/** Some platforms wrap invoices in an envelope of their own; the outermost elements that are invoices count. */
export function findInvoices(root: XmlElement): EmbeddedInvoice[] {
  const invoice = readInvoiceXml(root);
  return invoice ? [invoice] : root.children.flatMap(findInvoices);
}

/** Names of attachments prove nothing: some PDFs call theirs "0". */
export function looksLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 64))
    .toString('utf8')
    // Leaves of UTF-16 what it has in common with ASCII.
    .replace(/^(?:\ufeff|\ufffd\ufffd)/, '')
    .replaceAll('\0', '')
    .trimStart();
  return /^<[?!A-Za-z_:\u0080-\uffff]/.test(head);
}

/**
 * An attachment of a PDF or OFD. One that is not well-formed is passed over, since the pages can still be read; unsafe
 * XML inside a container is refused like unsafe XML alone.
 */
export function readAttachment(bytes: Uint8Array, name: string): EmbeddedInvoice | null {
  try {
    return readInvoiceXml(parseXml(bytes, name));
  } catch (error) {
    const isDamaged =
      error instanceof ReadingRefusal && (error.code === 'file_damaged' || error.code === 'file_truncated');
    if (isDamaged) return null;
    throw error;
  }
}
