/** Just enough DER (X.690) to write certificates and seals. */

export type Der = Uint8Array;

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

const tagged = (tag: number, content: Uint8Array): Der =>
  concat([Uint8Array.from([tag, ...lengthOctets(content.length)]), content]);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, concat(parts));
export const setOf = (...parts: readonly Der[]): Der => tagged(0x31, concat(parts));
export const octetString = (content: Uint8Array): Der => tagged(0x04, content);
export const bitString = (content: Uint8Array, unusedBits = 0): Der =>
  tagged(0x03, concat([Uint8Array.of(unusedBits), content]));
export const utf8String = (text: string): Der => tagged(0x0c, utf8(text));
export const printableString = (text: string): Der => tagged(0x13, utf8(text));
export const ia5String = (text: string): Der => tagged(0x16, utf8(text));
export const boolean = (value: boolean): Der => tagged(0x01, Uint8Array.of(value ? 0xff : 0));
/** `[number] EXPLICIT` around a value. */
export const explicit = (number: number, content: Der): Der => tagged(0xa0 | number, content);
/** `[number] IMPLICIT` in place of the value's own tag, primitive. */
export const implicit = (number: number, content: Uint8Array): Der => tagged(0x80 | number, content);

export function integer(value: bigint | number): Der {
  let hex = BigInt(value).toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  const octets = [...Buffer.from(hex, 'hex')];
  return tagged(0x02, Uint8Array.from((octets[0] ?? 0) >= 0x80 ? [0, ...octets] : octets));
}

export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    octets.push(...groups);
  }
  return tagged(0x06, Uint8Array.from(octets));
}

/** `instant` as `YYYYMMDDhhmmssZ`. */
export const generalizedTime = (instant: string): Der => tagged(0x18, utf8(instant));

/** `instant` as `YYYYMMDDhhmmssZ`; the century is dropped, so only for years below 2050. */
export const utcTime = (instant: string): Der => tagged(0x17, utf8(instant.slice(2)));
