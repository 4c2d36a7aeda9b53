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
import { sm3 } from './sm2-key.ts';

export interface Name {
  commonName: string;
  organisation?: string;
}

export interface CertificateOptions {
  subject: Name;
  issuer: Name;
  /** SubjectPublicKeyInfo of the subject, and of who issues. */
  keyInfo: Der;
  issuerKeyInfo: Der;
  isAuthority: boolean;
  /** AlgorithmIdentifier of the issuer's signature. */
  algorithm: Der;
  /** The issuer's. */
  sign(message: Uint8Array): Uint8Array;
  /** `YYYYMMDDhhmmssZ`, years below 2050. */
  from?: string;
  until?: string;
}

function nameOf({ commonName, organisation }: Name): Der {
  const attribute = (identifier: string, value: Der) => setOf(sequence(objectIdentifier(identifier), value));
  return sequence(
    attribute('2.5.4.6', printableString('CN')),
    ...(organisation ? [attribute('2.5.4.10', utf8String(organisation))] : []),
    attribute('2.5.4.3', utf8String(commonName)),
  );
}

function extensionsOf({ keyInfo, issuerKeyInfo, isAuthority }: CertificateOptions): Der {
  const keyIdentifier = (of: Der) => sm3(of).subarray(0, 20);
  const extension = (identifier: string, critical: boolean, value: Der) =>
    sequence(objectIdentifier(identifier), ...(critical ? [boolean(true)] : []), octetString(value));
  // Key usage is a bit string from the left: digitalSignature 0, nonRepudiation 1, keyCertSign 5, cRLSign 6.
  const usage = isAuthority ? bitString(Uint8Array.of(0b0000_0110), 1) : bitString(Uint8Array.of(0b1100_0000), 6);
  return sequence(
    extension('2.5.29.19', true, isAuthority ? sequence(boolean(true)) : sequence()),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, octetString(keyIdentifier(keyInfo))),
    extension('2.5.29.35', false, sequence(implicit(0, keyIdentifier(issuerKeyInfo)))),
  );
}

/** The serial number comes from key and name, so that the same input gives the same certificate. */
export function serialOf(keyInfo: Der, { commonName }: Name): Der {
  const serial = sm3(keyInfo, Buffer.from(commonName)).subarray(0, 8);
  return integer(BigInt(`0x01${Buffer.from(serial).toString('hex')}`));
}

/** An X.509 certificate of version 3 (RFC 5280), in force from 2020 to 2049 unless told otherwise. */
export function writeCertificate(options: CertificateOptions): Uint8Array {
  const { subject, issuer, keyInfo, algorithm, sign, from = '20200101000000Z', until = '20491231235959Z' } = options;
  const toBeSigned = sequence(
    explicit(0, integer(2)),
    serialOf(keyInfo, subject),
    algorithm,
    nameOf(issuer),
    sequence(utcTime(from), utcTime(until)),
    nameOf(subject),
    keyInfo,
    explicit(3, extensionsOf(options)),
  );
  return sequence(toBeSigned, algorithm, bitString(sign(toBeSigned)));
}

/** How CMS names a certificate. */
export function issuerAndSerial(options: Pick<CertificateOptions, 'subject' | 'issuer' | 'keyInfo'>): Der {
  return sequence(nameOf(options.issuer), serialOf(options.keyInfo, options.subject));
}
