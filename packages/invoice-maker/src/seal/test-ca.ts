import {
  bitString,
  boolean,
  type Der,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  setOf,
  utcTime,
  utf8String,
} from './der.ts';
import { type Sm2Key, sm2KeyFrom, sm3 } from './sm2-key.ts';

export const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const SM2_CURVE = '1.2.156.10197.1.301';

/** Somebody with a certificate who can sign. */
export interface Signer {
  /** DER. */
  certificate: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** A certificate authority that nobody trusts by default; tests hand its certificate to the reader. */
export interface TestCa extends Signer {
  issue(subject: { commonName: string; organisation: string }): Signer;
}

interface Name {
  commonName: string;
  organisation?: string;
}

function nameOf({ commonName, organisation }: Name): Der {
  const attribute = (identifier: string, value: Der) => setOf(sequence(objectIdentifier(identifier), value));
  return sequence(
    attribute('2.5.4.6', printableString('CN')),
    ...(organisation ? [attribute('2.5.4.10', utf8String(organisation))] : []),
    attribute('2.5.4.3', utf8String(commonName)),
  );
}

function extensionsOf({ key, issuerKey, authority }: { key: Sm2Key; issuerKey: Sm2Key; authority: boolean }): Der {
  const keyIdentifier = (of: Sm2Key) => sm3(of.publicKey).subarray(0, 20);
  const extension = (identifier: string, critical: boolean, value: Der) =>
    sequence(objectIdentifier(identifier), ...(critical ? [boolean(true)] : []), octetString(value));
  // Key usage is a bit string from the left: digitalSignature 0, nonRepudiation 1, keyCertSign 5, cRLSign 6.
  const usage = authority ? bitString(Uint8Array.of(0b0000_0110), 1) : bitString(Uint8Array.of(0b1100_0000), 6);
  return sequence(
    extension('2.5.29.19', true, authority ? sequence(boolean(true)) : sequence()),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, octetString(keyIdentifier(key))),
    extension('2.5.29.35', false, sequence(implicit(0, keyIdentifier(issuerKey)))),
  );
}

function certificateOf(options: {
  subject: Name;
  key: Sm2Key;
  issuer: Name;
  issuerKey: Sm2Key;
  authority: boolean;
}): Uint8Array {
  const { subject, key, issuer, issuerKey, authority } = options;
  const algorithm = sequence(objectIdentifier(SM2_WITH_SM3));
  const serial = sm3(key.publicKey, Buffer.from(subject.commonName)).subarray(0, 8);
  const toBeSigned = sequence(
    explicit(0, integer(2)),
    integer(BigInt(`0x01${Buffer.from(serial).toString('hex')}`)),
    algorithm,
    nameOf(issuer),
    sequence(utcTime('20200101000000Z'), utcTime('20491231235959Z')),
    nameOf(subject),
    sequence(sequence(objectIdentifier(EC_PUBLIC_KEY), objectIdentifier(SM2_CURVE)), bitString(key.publicKey)),
    explicit(3, extensionsOf({ key, issuerKey, authority })),
  );
  return sequence(toBeSigned, algorithm, bitString(issuerKey.sign(toBeSigned)));
}

/** The same seed gives the same authority, certificates included. */
export function makeTestCa(seed: string | number): TestCa {
  const name = { commonName: `账房演示税务电子证书CA ${seed}`, organisation: '账房演示' };
  const key = sm2KeyFrom(`test-ca/${seed}`);
  return {
    certificate: certificateOf({ subject: name, key, issuer: name, issuerKey: key, authority: true }),
    sign: key.sign,
    issue: (subject) => {
      const ownKey = sm2KeyFrom(`test-ca/${seed}/${subject.organisation}/${subject.commonName}`);
      const certificate = certificateOf({ subject, key: ownKey, issuer: name, issuerKey: key, authority: false });
      return { certificate, sign: ownKey.sign };
    },
  };
}
