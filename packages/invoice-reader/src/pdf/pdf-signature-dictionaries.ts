import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PdfObject, PdfPart } from './pdf-signature-file.ts';
import { bytesOfString, entryOf, nameAt, type PdfValue } from './pdf-signature-objects.ts';

/** A signature dictionary (ISO 32000-1, 12.8.1) as it lies in the file. */
export interface SignatureDictionary {
  value: PdfValue;
  /** Null where it is not a list of four whole numbers. */
  byteRange: readonly [number, number, number, number] | null;
  /** Place of the hexadecimal string with its angle brackets. */
  contents: { start: number; end: number; bytes: Uint8Array } | null;
  subFilter: string;
  /** Certificate that lies beside the value, in the oldest form. */
  certificate: Uint8Array | null;
  claimedAt: Date | null;
  /** Whether a field of the present form shows it. */
  isLinked: boolean;
}

/** Each one reads the file again; a contract of many parties has some ten. What is left out makes the verdict unknown. */
const SIGNATURES_MAX = 20;

/**
 * The signatures of a file. They must lie in it as plain objects, for the place of their value enters what is signed;
 * one that the form no longer shows still tells what the file was. `isMissing`: the form has one that was not found.
 */
export async function findSignatures(
  pdf: PDFDocumentProxy,
  { bytes, part }: { bytes: Uint8Array; part: PdfPart },
): Promise<{ dictionaries: SignatureDictionary[]; isMissing: boolean }> {
  const { info } = await pdf.getMetadata();
  const isPromised = 'IsSignaturesPresent' in info && info.IsSignaturesPresent === true;
  const linked = await linkedRanges(pdf);
  const isMentioned = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('/ByteRange');
  if (!isMentioned) return { dictionaries: [], isMissing: isPromised || linked.size > 0 };
  const objects = part.objects.filter(isSignature);
  const dictionaries = objects.slice(0, SIGNATURES_MAX).map((object) => dictionaryOf(object.value, linked));
  const found = new Set(dictionaries.map(({ byteRange }) => String(byteRange)));
  const isMissing =
    objects.length > SIGNATURES_MAX ||
    [...linked].some((range) => !found.has(range)) ||
    (isPromised && dictionaries.length === 0);
  return { dictionaries, isMissing };
}

async function linkedRanges(pdf: PDFDocumentProxy): Promise<Set<string>> {
  // A form that is broken somewhere must not hide the signatures that the bytes show.
  const signatures = (await pdf.getSignatures().catch(() => null)) ?? [];
  return new Set(
    signatures.flatMap((signature) =>
      'byteRange' in signature && Array.isArray(signature.byteRange) ? [String(signature.byteRange)] : [],
    ),
  );
}

function isSignature({ value, container }: PdfObject): boolean {
  const hasParts = entryOf(value, 'ByteRange') !== undefined && entryOf(value, 'Contents') !== undefined;
  return container === null && hasParts && (nameAt(value, 'Type') ?? 'Sig') !== 'Annot';
}

function dictionaryOf(value: PdfValue, linked: ReadonlySet<string>): SignatureDictionary {
  const range = entryOf(value, 'ByteRange');
  const numbers = range?.kind === 'array' ? range.items.map((item) => (item.kind === 'number' ? item.value : -1)) : [];
  const [a = -1, b = -1, c = -1, d = -1] = numbers;
  const isRange = numbers.length === 4 && numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
  const contents = entryOf(value, 'Contents');
  const isHex = contents?.kind === 'string' && contents.isHex;
  return {
    value,
    byteRange: isRange ? [a, b, c, d] : null,
    contents: isHex ? { start: contents.start, end: contents.end, bytes: contents.bytes } : null,
    subFilter: nameAt(value, 'SubFilter') ?? '',
    certificate: certificateIn(entryOf(value, 'Cert')),
    claimedAt: pdfDate(entryOf(value, 'M')),
    isLinked: linked.has(String([a, b, c, d])),
  };
}

function certificateIn(value: PdfValue | undefined): Uint8Array | null {
  const first = value?.kind === 'array' ? value.items[0] : value;
  if (first?.kind !== 'string') return null;
  return bytesOfString(first);
}

/** `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-1, 7.9.4). */
export function pdfDate(value: PdfValue | undefined): Date | null {
  if (value?.kind !== 'string') return null;
  const text = Buffer.from(bytesOfString(value)).toString('latin1');
  const form = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?'?)?/;
  const match = form.exec(text);
  if (!match) return null;
  const [
    ,
    year = '',
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    zone,
    zoneMinute = '00',
  ] = match;
  const offset = sign ? `${sign}${zone}:${zoneMinute}` : 'Z';
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
