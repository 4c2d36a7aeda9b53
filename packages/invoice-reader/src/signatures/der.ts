/** One element of DER (X.690), with the bytes it was read from. */
export interface Der {
  tag: number;
  /** Header and content: what a signature covers. */
  raw: Uint8Array;
  content: Uint8Array;
  children: Der[];
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  /** An octet string in pieces, as BER allows. */
  octetStringPieces: 0x24,
  sequence: 0x30,
  set: 0x31,
} as const;

// Seals and certificates are some ten levels deep.
const DEPTH_MAX = 32;
// A signature with a long revocation list has some ten thousand elements.
const ELEMENTS_MAX = 300_000;

interface Walk {
  bytes: Uint8Array;
  elements: number;
}

interface Parsed {
  element: Der;
  end: number;
}

/**
 * Reads DER, and BER of indefinite length, which some signers write around the DER parts. Null when the bytes are
 * neither; nothing here throws, for the bytes come from strangers. Bytes after the element are ignored.
 */
export function parseDer(bytes: Uint8Array): Der | null {
  return parseAt({ bytes, elements: 0 }, { offset: 0, limit: bytes.length, depth: 0 })?.element ?? null;
}

interface Spot {
  offset: number;
  limit: number;
  depth: number;
}

function parseAt(walk: Walk, { offset, limit, depth }: Spot): Parsed | null {
  const { bytes } = walk;
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit || depth > DEPTH_MAX) return null;
  if ((tag & 0x1f) === 0x1f || ++walk.elements > ELEMENTS_MAX) return null;
  const isConstructed = (tag & 0x20) !== 0;
  if (first === 0x80) return isConstructed ? parseIndefinite(walk, { offset, limit, depth }) : null;
  let length = first;
  let start = offset + 2;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) return null;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  const end = start + length;
  if (end > limit) return null;
  const children: Der[] = [];
  for (let position = start; isConstructed && position < end; ) {
    const child = parseAt(walk, { offset: position, limit: end, depth: depth + 1 });
    if (!child) return null;
    children.push(child.element);
    position = child.end;
  }
  return { element: { tag, raw: bytes.subarray(offset, end), content: bytes.subarray(start, end), children }, end };
}

function parseIndefinite(walk: Walk, { offset, limit, depth }: Spot): Parsed | null {
  const { bytes } = walk;
  const start = offset + 2;
  const children: Der[] = [];
  for (let position = start; position + 1 < limit; ) {
    if (bytes[position] === 0 && bytes[position + 1] === 0) {
      const raw = bytes.subarray(offset, position + 2);
      const element = { tag: bytes[offset] ?? 0, raw, content: bytes.subarray(start, position), children };
      return { element, end: position + 2 };
    }
    const child = parseAt(walk, { offset: position, limit, depth: depth + 1 });
    if (!child) return null;
    children.push(child.element);
    position = child.end;
  }
  return null;
}

/** Content of a bit string without its count of unused bits. */
export function bitsOf(element: Der | undefined): Uint8Array | null {
  return element?.tag === TAG.bitString ? element.content.subarray(1) : null;
}

export function octetsOf(element: Der | undefined): Uint8Array | null {
  if (element?.tag === TAG.octetStringPieces) {
    const pieces = element.children.map((piece) => octetsOf(piece) ?? new Uint8Array());
    return Buffer.concat(pieces);
  }
  return element?.tag === TAG.octetString ? element.content : null;
}

/** An object identifier in dotted form; empty when the element is none. */
export function oidOf(element: Der | undefined): string {
  if (element?.tag !== TAG.objectIdentifier) return '';
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of element.content) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(arc / 40));
      arcs.push(first, arc - first * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
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
