import { sm2 } from 'sm-crypto';
import { bitsOf, type Der, parseDer, sameBytes, textOf, timeOf } from './der.ts';

export interface Certificate {
  raw: Uint8Array;
  signed: Uint8Array;
  signature: Uint8Array;
  issuer: Uint8Array;
  subject: Uint8Array;
  issuerName: string;
  subjectName: string;
  notBefore: Date;
  notAfter: Date;
  /** Uncompressed point of the curve. */
  publicKey: Uint8Array;
}

const COMMON_NAME = '550403';
const ORGANISATION = '55040a';

/** Reads an X.509 certificate in DER or PEM; null when it is none. */
export function parseCertificate(bytes: Uint8Array): Certificate | null {
  const outer = parseDer(unwrapPem(bytes));
  const body = outer?.children[0];
  if (!outer || !body) return null;
  // Version 1 certificates have no version element.
  const parts = body.children[0]?.tag === 0xa0 ? body.children.slice(1) : body.children;
  const [, , issuer, validity, subject, keyInfo] = parts;
  const signature = bitsOf(outer.children[2]);
  const publicKey = bitsOf(keyInfo?.children[1]);
  const notBefore = timeOf(validity?.children[0]);
  const notAfter = timeOf(validity?.children[1]);
  if (!issuer || !subject || !signature || !publicKey || !notBefore || !notAfter) return null;
  return {
    raw: outer.raw,
    signed: body.raw,
    signature,
    issuer: issuer.raw,
    subject: subject.raw,
    issuerName: nameOf(issuer),
    subjectName: nameOf(subject),
    notBefore,
    notAfter,
    publicKey,
  };
}

function unwrapPem(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const match = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(text);
  return match?.[1] === undefined ? bytes : Buffer.from(match[1], 'base64');
}

function nameOf(name: Der): string {
  const attributes = name.children.flatMap((set) => set.children);
  const find = (id: string) =>
    attributes.find((attribute) => Buffer.from(attribute.children[0]?.content ?? []).toString('hex') === id);
  return textOf((find(COMMON_NAME) ?? find(ORGANISATION))?.children[1]);
}

/** SM2 with SM3 over the message, under the user id that the standard sets for certificates. */
export function verifySm2(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 0x04) return false;
  try {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    return sm2.doVerifySignature(Array.from(message), hex(signature), hex(publicKey), { der: true, hash: true });
  } catch {
    // The library throws on signatures that are not DER; such a signature does not verify.
    return false;
  }
}

/** Whether the certificate was given out by one of the trusted ones (or is one of them), in force at the time. */
export function leadsToTrusted(certificate: Certificate, trusted: readonly Certificate[], at: Date): boolean {
  const isInForce = (candidate: Certificate) => candidate.notBefore <= at && at <= candidate.notAfter;
  if (!isInForce(certificate)) return false;
  return trusted.some((root) => {
    if (sameBytes(root.raw, certificate.raw)) return true;
    const isIssuer = sameBytes(root.subject, certificate.issuer) && isInForce(root);
    return isIssuer && verifySm2(certificate.signed, certificate.signature, root.publicKey);
  });
}
