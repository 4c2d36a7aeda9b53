import { KIND_OF_QR } from '../image/fields/kind.ts';
import { codeRaster, type GreyRaster } from '../image/grey-raster.ts';
import type { InvoiceQr } from '../image/qr-payload.ts';
import { parseMinor } from '../values/decimal.ts';
import { type Candidate, setField } from './candidate.ts';
import { groupCandidates } from './group-candidates.ts';
import { isSameValue } from './same-value.ts';

/** What a QR code that was found inside a PDF or OFD says. */
export function candidateOfQr(qr: InvoiceQr): Candidate {
  const candidate: Candidate = { source: 'qr', fields: {}, places: {} };
  const { fields } = candidate;
  setField(fields, 'invoiceType', KIND_OF_QR[qr.kind ?? '']);
  setField(fields, 'invoiceCode', qr.invoiceCode);
  setField(fields, 'invoiceNumber', qr.invoiceNumber);
  setField(fields, 'issueDate', qr.issueDate);
  setField(fields, 'checkCode', qr.checkCode);
  setField(fields, 'totalAmount', qr.totalAmount);
  setField(fields, 'amountWithoutTax', qr.amountWithoutTax);
  return candidate;
}

const IDENTITY = ['invoiceCode', 'invoiceNumber', 'issueDate', 'checkCode'] as const;
const AMOUNTS = ['totalAmount', 'amountWithoutTax'] as const;

/**
 * The same code without what is no contradiction: issuers differ in whether the one amount is net or total and whether
 * a red letter keeps its sign, so an amount that occurs in the document under either name says nothing against it.
 */
export function withoutFalseAlarms(qr: Candidate, others: readonly Candidate[]): Candidate {
  const printed = others.flatMap(({ fields }) => AMOUNTS.map((name) => magnitude(fields[name])));
  const known = new Set(printed.filter((amount) => amount !== null));
  const fields = { ...qr.fields };
  for (const name of AMOUNTS) {
    const amount = magnitude(fields[name]);
    if (amount !== null && known.has(amount)) delete fields[name];
  }
  return { ...qr, fields };
}

/** Whether the code belongs to what the others say and contradicts none of them. */
export function agrees(qr: Candidate, others: readonly Candidate[]): boolean {
  const own = others.filter(({ fields }) =>
    isSameValue('invoiceNumber', fields.invoiceNumber, qr.fields.invoiceNumber),
  );
  if (own.length === 0) return false;
  const plain = withoutFalseAlarms(qr, own).fields;
  return [...IDENTITY, ...AMOUNTS].every((name) =>
    own.every(({ fields }) => {
      const [told, encoded] = [fields[name], plain[name]];
      return told === undefined || encoded === undefined || isSameValue(name, told, encoded);
    }),
  );
}

function magnitude(value: unknown): bigint | null {
  const minor = typeof value === 'string' ? parseMinor(value) : null;
  return minor === null ? null : minor < 0n ? -minor : minor;
}

export interface QrFinding {
  candidate: Candidate;
  /** From 0; undefined where the code agrees with what is known and nobody needed to look for its page. */
  page?: number;
}

export interface FoundCandidates {
  faces: readonly Candidate[];
  embedded: readonly Candidate[];
  codes: readonly QrFinding[];
}

/**
 * Sorts the codes to the documents. With one visible invoice a code with another number contradicts it, unless it
 * stands on a page of its own, where it is the only word of a further invoice.
 */
export function groupWithCodes({ faces, embedded, codes }: FoundCandidates): Candidate[][] {
  const facePages = new Set(faces.flatMap(({ places }) => Object.values(places).map(({ page }) => page)));
  const known = new Set([...faces, ...embedded].map(({ fields }) => fields.invoiceNumber));
  const isApart = ({ candidate, page }: QrFinding) =>
    page !== undefined && faces.length > 0 && !facePages.has(page) && !known.has(candidate.fields.invoiceNumber);
  const inside = codes.filter((code) => !isApart(code)).map(({ candidate }) => candidate);
  const apart = codes.filter(isApart).map(({ candidate }) => [candidate]);
  return [...groupCandidates(faces, [...embedded, ...inside]), ...apart];
}

/** What the invoice codes among the pictures say, each once. */
export async function decodeCodes(pictures: readonly GreyRaster[]): Promise<Candidate[]> {
  if (pictures.length === 0) return [];
  const { findQrCodes } = await import('../image/qr-code.ts');
  const payloads = new Map<string, Candidate>();
  for (const picture of pictures) {
    for (const { invoice, payload } of await findQrCodes(codeRaster(picture))) {
      if (invoice) payloads.set(payload, candidateOfQr(invoice));
    }
  }
  return [...payloads.values()];
}
