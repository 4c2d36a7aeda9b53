import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Candidate } from '../document/candidate.ts';
import type { En16931Invoice } from '../en16931/model.ts';
import { otherDocument } from '../en16931/read-en16931.ts';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';
import { parseXml, type XmlElement } from '../xml/parse-xml.ts';
import { findInvoices, looksLikeXml } from '../xml/read-embedded.ts';

const ATTACHMENTS_MAX = 50;

/** The names that Factur-X, ZUGFeRD 1 and 2 and XRechnung give to the invoice, in any case; the first ones count first. */
const INVOICE_NAMES = ['factur-x.xml', 'xrechnung.xml', 'zugferd-invoice.xml'];

export interface PdfAttachments {
  /** XBRL instances of rail, air and VAT invoices, `EInvoice`. */
  candidates: Candidate[];
  /** UBL and CII invoices with different numbers. */
  en16931: En16931Invoice[];
  /** Names of attached invoices that are not well-formed. */
  damaged: string[];
  /** What an attached document of these families is, in Chinese, when it is no invoice. */
  otherDocument?: string;
}

/** Invoices that a PDF carries as XML files. Unsafe XML is refused as if it came alone; damaged XML is told. */
export async function readPdfAttachments(pdf: PDFDocumentProxy): Promise<PdfAttachments> {
  const found: PdfAttachments = { candidates: [], en16931: [], damaged: [] };
  for (const { name, bytes } of await xmlFiles(pdf)) {
    const root = rootOf(bytes, name);
    if (!root) {
      if (isInvoiceName(name) || speaksOfInvoice(bytes)) found.damaged.push(name);
      continue;
    }
    const other = otherDocument(root);
    if (other !== undefined) found.otherDocument ??= other;
    for (const { candidate, isReceiverSide, en16931 } of findInvoices(root)) {
      if (en16931) addInvoice(found.en16931, en16931);
      else if (!isReceiverSide) found.candidates.push(candidate);
    }
  }
  return found;
}

/** The same invoice may be attached in several syntaxes; the first one is the original by its name. */
function addInvoice(known: En16931Invoice[], invoice: En16931Invoice): void {
  if (!known.some(({ number }) => number === invoice.number)) known.push(invoice);
}

interface XmlFile {
  name: string;
  bytes: Uint8Array;
}

async function xmlFiles(pdf: PDFDocumentProxy): Promise<XmlFile[]> {
  const attachments = await pdf.getAttachments();
  const files: XmlFile[] = [];
  for (const [id, { filename: name }] of [...(attachments ?? [])].slice(0, ATTACHMENTS_MAX)) {
    const bytes = bytesOf(await pdf.getAttachmentContent(id));
    const isXml = bytes && bytes.length <= limits.xmlBytesMax && (looksLikeXml(bytes) || isInvoiceName(name));
    if (isXml) files.push({ name, bytes });
  }
  return files.sort((a, b) => rankOf(a.name) - rankOf(b.name));
}

function rankOf(name: string): number {
  const rank = INVOICE_NAMES.indexOf(name.toLowerCase());
  return rank < 0 ? INVOICE_NAMES.length : rank;
}

const isInvoiceName = (name: string) => INVOICE_NAMES.includes(name.toLowerCase());

function rootOf(bytes: Uint8Array, name: string): XmlElement | null {
  try {
    return parseXml(bytes, name);
  } catch (error) {
    const isDamaged =
      error instanceof ReadingRefusal && (error.code === 'file_damaged' || error.code === 'file_truncated');
    if (isDamaged) return null;
    throw error;
  }
}

/** An invoice may be attached under any name; its first lines name its vocabulary even where it is damaged. */
function speaksOfInvoice(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 2_000)).toString('latin1').replaceAll('\0', '');
  return /CrossIndustry(?:Invoice|Document)|ubl:schema:xsd:(?:Invoice|CreditNote)-2/.test(head);
}

function bytesOf(content: unknown): Uint8Array | null {
  if (content instanceof Uint8Array) return content;
  if (
    typeof content === 'object' &&
    content !== null &&
    'content' in content &&
    content.content instanceof Uint8Array
  ) {
    return content.content;
  }
  return null;
}
