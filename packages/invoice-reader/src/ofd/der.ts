/** One element of DER (X.690), with the bytes it was read from. */
export interface Der {
  tag: number;
  /** Header and content: what a signature covers. */
  raw: Uint8Array;
  content: Uint8Array;
  children: Der[];
}

export const TAG = {
  bitString: 0x03,
  octetString: 0x04,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

// Seals and certificates are some ten levels deep.
const DEPTH_MAX = 32;

/** Null when the bytes are not DER; nothing here throws, for the bytes come from strangers. */
export function parseDer(bytes: Uint8Array): Der | null {
  const parsed = parseAt(bytes, 0, 0);
  return parsed?.element ?? null;
}

function parseAt(bytes: Uint8Array, offset: number, depth: number): { element: Der; end: number } | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || depth > DEPTH_MAX || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let start = offset + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) return null;
  const children: Der[] = [];
  if ((tag & 0x20) !== 0) {
    for (let position = start; position < end; ) {
      const child = parseAt(bytes.subarray(0, end), position, depth + 1);
      if (!child) return null;
      children.push(child.element);
      position = child.end;
    }
  }
  return { element: { tag, raw: bytes.subarray(offset, end), content: bytes.subarray(start, end), children }, end };
}

/** Content of a bit string without its count of unused bits. */
export function bitsOf(element: Der | undefined): Uint8Array | null {
  return element?.tag === TAG.bitString ? element.content.subarray(1) : null;
}

export function octetsOf(element: Der | undefined): Uint8Array | null {
  return element?.tag === TAG.octetString ? element.content : null;
}

export function textOf(element: Der | undefined): string {
  if (!element) return '';
  // BMPString; everything else that occurs here is a subset of UTF-8.
  if (element.tag === 0x1e) return new TextDecoder('utf-16be').decode(element.content);
  return new TextDecoder().decode(element.content);
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?Z$/;

/** UTCTime or GeneralizedTime as an instant; null when it is neither. */
export function timeOf(element: Der | undefined): Date | null {
  const text = textOf(element);
  const form = element?.tag === TAG.utcTime ? UTC_TIME : element?.tag === TAG.generalizedTime ? GENERALIZED_TIME : null;
  const match = form?.exec(text);
  if (!match) return null;
  const [, yearText = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  const short = Number(yearText);
  const year = yearText.length === 4 ? yearText : String(short < 50 ? 2000 + short : 1900 + short);
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

export function sameBytes(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  return a !== null && a !== undefined && b !== null && b !== undefined && Buffer.compare(a, b) === 0;
}
