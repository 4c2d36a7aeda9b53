import { describe, expect, it } from 'vitest';
import { octetsOf, oidOf, parseDer, timeOf } from './der.ts';

const der = (hex: string) => parseDer(Buffer.from(hex, 'hex'));

describe('DER from strangers', () => {
  it('is read with its object identifiers and times', () => {
    expect(oidOf(der('06082a811ccf55018375') ?? undefined)).toBe('1.2.156.10197.1.501');
    expect(oidOf(der('0603551d0f') ?? undefined)).toBe('2.5.29.15');
    expect(timeOf(der('170d3236303330313038303030305a') ?? undefined)?.toISOString()).toBe('2026-03-01T08:00:00.000Z');
  });

  it('may have indefinite length and octet strings in pieces, as BER has', () => {
    const root = der('3080248004020102040103000002010500 00'.replace(/ /g, ''));
    expect(root?.children).toHaveLength(2);
    expect(octetsOf(root?.children[0])).toEqual(Buffer.from('010203', 'hex'));
  });

  it.each([
    '',
    '30',
    '3005020101',
    '308002010',
    '30800201',
    '0480010000',
    '1f8101',
    '3085ffffffffff',
    `${'30'.repeat(50)}00`,
  ])('that is broken is nothing: %s', (hex) => {
    expect(der(hex.length % 2 === 0 ? hex : `${hex}0`)).toBeNull();
  });

  it('of great depth or number is refused quickly', () => {
    expect(parseDer(new Uint8Array(100_000).fill(0x30))).toBeNull();
    const many = Buffer.concat([Buffer.from('30840007a120', 'hex'), Buffer.alloc(500_000, Buffer.from('0500', 'hex'))]);
    expect(
      parseDer(
        Buffer.concat([Buffer.from('308400100000', 'hex'), Buffer.alloc(0x10_0000, Buffer.from('0500', 'hex'))]),
      ),
    ).toBeNull();
    expect(parseDer(many)?.children).toHaveLength(250_000);
  });
});
