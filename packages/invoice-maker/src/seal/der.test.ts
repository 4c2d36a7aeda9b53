import { describe, expect, it } from 'vitest';
import { bitString, explicit, integer, objectIdentifier, octetString, sequence, utf8String } from './der.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it.each([
    [integer(0), '020100'],
    [integer(127), '02017f'],
    [integer(128), '02020080'],
    [integer(65_536n), '0203010000'],
    [objectIdentifier('1.2.156.10197.1.501'), '06082a811ccf55018375'],
    [bitString(Uint8Array.of(6), 1), '03020106'],
    [utf8String('税'), '0c03e7a88e'],
    [explicit(0, integer(2)), 'a003020102'],
    [sequence(), '3000'],
  ])('writes %#', (der, expected) => {
    expect(hex(der)).toBe(expected);
  });

  it('writes long lengths in as few octets as possible', () => {
    expect(hex(octetString(new Uint8Array(127))).slice(0, 4)).toBe('047f');
    expect(hex(octetString(new Uint8Array(128))).slice(0, 6)).toBe('048180');
    expect(hex(octetString(new Uint8Array(70_000))).slice(0, 10)).toBe('0483011170');
  });
});
