import { createHash } from 'node:crypto';
import { type Certificate, certificateOf } from './certificate.ts';
import { type Der, octetsOf, oidOf, parseDer, sameBytes, TAG, timeOf } from './der.ts';
import { digestNamed, type ValueVerdict, verifyValue } from './verify-value.ts';

/** SignedData of CMS (RFC 5652) and of GB/T 35275, which has the same shape under other identifiers. */
const SIGNED_DATA = new Set(['1.2.840.113549.1.7.2', '1.2.156.10197.6.1.4.2.2']);
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** A signature for both Chinese and foreign software has two signers. */
const SIGNERS_MAX = 8;
const CERTIFICATES_MAX = 32;

export interface SignedData {
  certificates: Certificate[];
  /** What the container itself carries, where it carries something. */
  content: Uint8Array | null;
  /** The content is the token of a time-stamping authority (RFC 3161), not the word of a signer. */
  isTimestamp: boolean;
  signers: SignerInfo[];
}

export interface SignerInfo {
  certificate: Certificate | null;
  digest: string | undefined;
  /** As a SET, the form that is signed; null where the content itself is signed. */
  signedAttributes: Uint8Array | null;
  messageDigest: Uint8Array | null;
  /** What the signer claims. */
  signedAt: Date | null;
  /** The attribute that pins the certificate (RFC 5035) fits, or there is none. */
  isCertificatePinned: boolean;
  algorithm: Der | undefined;
  signature: Uint8Array;
}

/** Null when the bytes are no SignedData. */
export function parseSignedData(bytes: Uint8Array): SignedData | null {
  const outer = parseDer(bytes);
  const body = outer?.children[1]?.children[0];
  if (!SIGNED_DATA.has(oidOf(outer?.children[0])) || body?.tag !== TAG.sequence) return null;
  const signerInfos = body.children.at(-1);
  const encapsulated = body.children[2];
  if (signerInfos?.tag !== TAG.set || !encapsulated) return null;
  const certificates = (body.children.find(({ tag }) => tag === 0xa0)?.children ?? [])
    .slice(0, CERTIFICATES_MAX)
    .map((element) => certificateOf(element))
    .filter((certificate) => certificate !== null);
  const signers = signerInfos.children.slice(0, SIGNERS_MAX).map((element) => signerOf(element, certificates));
  if (signers.length === 0 || signers.some((signer) => signer === null)) return null;
  return {
    certificates,
    content: octetsOf(encapsulated.children[1]?.children[0]),
    isTimestamp: oidOf(encapsulated.children[0]) === TIMESTAMP_INFO,
    signers: signers.filter((signer) => signer !== null),
  };
}

function signerOf(element: Der, certificates: readonly Certificate[]): SignerInfo | null {
  const [, identity, digestAlgorithm, ...rest] = element.children;
  const attributes = rest[0]?.tag === 0xa0 ? rest[0] : null;
  const [algorithm, value] = attributes ? rest.slice(1) : rest;
  const signature = octetsOf(value);
  if (!identity || !signature) return null;
  const certificate = certificates.find((candidate) => isNamedBy(identity, candidate)) ?? null;
  const attribute = (id: string) =>
    attributes?.children.find(({ children }) => oidOf(children[0]) === id)?.children[1]?.children[0];
  return {
    certificate,
    digest: digestNamed(digestAlgorithm),
    signedAttributes: attributes ? asSet(attributes.raw) : null,
    messageDigest: octetsOf(attribute(MESSAGE_DIGEST)),
    signedAt: timeOf(attribute(SIGNING_TIME)),
    isCertificatePinned:
      certificate !== null &&
      isPinned(attribute(SIGNING_CERTIFICATE), certificate, 'sha1') &&
      isPinned(attribute(SIGNING_CERTIFICATE_V2), certificate, 'sha256'),
    algorithm,
    signature,
  };
}

/** The attributes lie in the file as `[0] IMPLICIT`, but are signed as what they are (RFC 5652, 5.4). */
function asSet(raw: Uint8Array): Uint8Array {
  const set = Uint8Array.from(raw);
  set[0] = TAG.set;
  return set;
}

function isNamedBy(identity: Der, certificate: Certificate): boolean {
  if (identity.tag === 0x80) return sameBytes(identity.content, certificate.keyId);
  const [issuer, serial] = identity.children;
  return sameBytes(issuer?.raw, certificate.issuer) && sameBytes(serial?.content, certificate.serial);
}

function isPinned(pin: Der | undefined, certificate: Certificate, usualDigest: string): boolean {
  const first = pin?.children[0]?.children[0];
  if (!first) return true;
  const hash = octetsOf(first.children.find(({ tag }) => tag === TAG.octetString));
  const named = first.children[0]?.tag === TAG.sequence ? digestNamed(first.children[0]) : usualDigest;
  return named !== undefined && sameBytes(hash, createHash(named).update(certificate.raw).digest());
}

/** Step three: the value over the signed attributes, or over the message where there are none. */
export function verifySigner(signer: SignerInfo, message: readonly Uint8Array[]): ValueVerdict {
  if (!signer.certificate) return 'unsupported';
  return verifyValue({
    keyInfo: signer.certificate.keyInfo,
    algorithm: signer.algorithm,
    digest: signer.digest,
    message: signer.signedAttributes ? [signer.signedAttributes] : message,
    signature: signer.signature,
  });
}

/** The digest that a time-stamp token (TSTInfo of RFC 3161) vouches for. */
export function timestampImprint(token: Uint8Array): { digest: string; value: Uint8Array } | null {
  const imprint = parseDer(token)?.children[2];
  const digest = digestNamed(imprint?.children[0]);
  const value = octetsOf(imprint?.children[1]);
  return digest !== undefined && value ? { digest, value } : null;
}
