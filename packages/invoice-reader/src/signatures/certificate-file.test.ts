import { makeTestCa } from '@countinghouse/invoice-maker';
import { describe, expect, it } from 'vitest';
import { certificatesOf } from './certificate-file.ts';

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

describe('a file of certificates', () => {
  const roots = ['a', 'b'].map((seed) => makeTestCa(seed).certificate);
  const [root = new Uint8Array(0)] = roots;

  it('holds one in DER, or several in PEM among other lines', () => {
    expect(certificatesOf(root)).toHaveLength(1);
    expect(certificatesOf(Buffer.from(`# tax CA\n${roots.map(pem).join('\n')}`))).toHaveLength(2);
  });

  it('gives none when it is something else, so that nobody trusts less than they think', () => {
    expect(certificatesOf(Buffer.from('no certificate'))).toEqual([]);
    expect(certificatesOf(Buffer.from(pem(root) + pem(Buffer.from('spoiled'))))).toEqual([]);
  });
});
