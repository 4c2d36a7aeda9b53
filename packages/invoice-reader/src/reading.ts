/** The result of reading one file. The shape is also what `invoice-reader --json` prints, one object per line. */

export type FileFormat = 'pdf' | 'ofd' | 'xml' | 'image' | 'unknown';

/** Every reason for which a file is not read; the README says when each is given. */
export const refusalCodes = [
  'file_unreadable',
  'file_empty',
  'file_too_large',
  'format_unknown',
  'file_truncated',
  'file_damaged',
  'pdf_encrypted',
  'archive_too_large',
  'archive_unsafe',
  'archive_of_files',
  'xml_entities_refused',
  'image_too_large',
  'time_exceeded',
  'memory_exceeded',
  'reader_crashed',
] as const;

/** Why a file could not be read. `message` is English; clients translate by `code`. */
export type RefusalCode = (typeof refusalCodes)[number];

/** Where a value came from, in order of trust. `derived` is computed from other fields of the same document. */
export type FieldSource = 'xml' | 'tag' | 'info' | 'text' | 'qr' | 'ocr' | 'derived';

/** Place of a value on a page. `page` counts from 0; `x`, `y`, `width`, `height` are fractions (0 to 1) of the page, origin top left. */
export interface Place {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface FieldOrigin {
  source: FieldSource;
  place?: Place;
  /** 0 to 1, for OCR only. */
  confidence?: number;
  /** Values that other sources gave, where they differ. */
  alternatives?: { source: FieldSource; value: string }[];
}

/** Amounts and quantities are decimal strings as printed ("475.25"); rates are "6%", "免税", "不征税" or "***". */
export interface InvoiceItem {
  name: string;
  specification?: string;
  unit?: string;
  quantity?: string;
  unitPrice?: string;
  /** For how many units `unitPrice` is, where it is not one (EN 16931, BT-149). */
  priceBaseQuantity?: string;
  amount?: string;
  taxRate?: string;
  taxAmount?: string;
}

/** Field names are those of the scorer. Dates are `YYYY-MM-DD`, amounts decimal strings in `currency`. */
export interface InvoiceFields {
  invoiceType?: string;
  invoiceCode?: string;
  invoiceNumber?: string;
  issueDate?: string;
  checkCode?: string;
  machineNumber?: string;
  buyerName?: string;
  buyerTaxId?: string;
  sellerName?: string;
  sellerTaxId?: string;
  amountWithoutTax?: string;
  taxAmount?: string;
  totalAmount?: string;
  /** ISO 4217. */
  currency?: string;
  remarks?: string;
  items?: InvoiceItem[];
  /** Fields of special businesses (rail, air, toll …) under the scorer's names. */
  [other: string]: string | InvoiceItem[] | undefined;
}

export interface Check {
  /** For example `sum_consistent`, `lines_consistent`, `words_consistent`, `seller_tax_id`, `buyer_tax_id`, `sources_agree`, `signature`. */
  id: string;
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  fields: string[];
  /** English sentence; clients translate by `id` and `status`, using `params`. */
  message: string;
  params?: Record<string, string>;
}

/** Why a signature is not valid; clients translate by it. */
export type SignatureReason =
  /** What was signed has another digest now. */
  | 'content_changed'
  /** The signature value or the certificate that it names does not fit. */
  | 'value_wrong'
  /** The signature leaves out more than its own value, so that something could hide there. */
  | 'range_incomplete'
  /** The signed part is whole, but bytes behind it change what people see. */
  | 'changed_after_signing'
  /** Bytes behind the signed part that change nothing that was seen, but are not known to be harmless either. */
  | 'later_revision_unclear'
  | 'issuer_untrusted'
  | 'certificate_missing'
  | 'method_unsupported'
  /** Only a time-stamping authority signed; that says when, not by whom. */
  | 'timestamp_only'
  | 'unreadable';

export interface Signature {
  status: 'valid' | 'altered' | 'untrusted' | 'none' | 'unknown';
  reason?: SignatureReason;
  /**
   * Names of files inside the container whose digest no longer matches; of a PDF the parts that were changed:
   * `content`, `ByteRange`, `signature`, or what a later revision changes (`page 1`, `annotations of page 1`, `form`,
   * `document information`, `document structure`).
   */
  alteredFiles?: string[];
  signer?: string;
  issuer?: string;
}

export interface InvoiceDocument {
  isInvoice: boolean;
  /** What the document seems to be when it is no invoice, in Chinese, if known. */
  notInvoiceReason?: string;
  fields: InvoiceFields;
  origins: Record<string, FieldOrigin>;
  /** Names of fields that a person should look at. */
  doubts: string[];
  checks: Check[];
  signature: Signature;
}

export interface Reading {
  file: string;
  format: FileFormat;
  elapsedMs: number;
  error: null | { code: RefusalCode; message: string };
  /** Number of pages for people to look at; 0 where there is nothing to render (XML). */
  pageCount: number;
  documents: InvoiceDocument[];
}

/** One piece of text on a page, as PDF text, OFD text objects or OCR give it. Coordinates as in `Place`. */
export interface TextRun extends Place {
  text: string;
  /** 0 to 1, for OCR only. */
  confidence?: number;
}
