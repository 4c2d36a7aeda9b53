import { bitsOf, type Der, octetsOf, oidOf, parseDer, sameBytes, TAG, textOf, timeOf } from './der.ts';
import { verifyValue } from './verify-value.ts';

export interface Certificate {
  raw: Uint8Array;
  signed: Uint8Array;
  signatureAlgorithm: Der | undefined;
  signature: Uint8Array;
  serial: Uint8Array;
  issuer: Uint8Array;
  subject: Uint8Array;
  issuerName: string;
  subjectName: string;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo. */
  keyInfo: Der;
  /** As the basic constraints say; undefined where the certificate has none. */
  isAuthority?: boolean;
  /** Whether the key may sign documents; undefined where the certificate does not say. */
  maySign?: boolean;
  keyId?: Uint8Array;
}

const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';
const KEY_ID = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const BASIC_CONSTRAINTS = '2.5.29.19';
/** digitalSignature and nonRepudiation, the first two bits of the key usage. */
const SIGNING_BITS = 0b1100_0000;

/** Reads an X.509 certificate in DER or PEM; null when it is none. */
export function parseCertificate(bytes: Uint8Array): Certificate | null {
  return certificateOf(parseDer(unwrapPem(bytes)));
}

export function certificateOf(outer: Der | null | undefined): Certificate | null {
  const body = outer?.children[0];
  if (!outer || !body) return null;
  // Version 1 certificates have no version element.
  const parts = body.children[0]?.tag === 0xa0 ? body.children.slice(1) : body.children;
  const [serial, , issuer, validity, subject, keyInfo] = parts;
  const signature = bitsOf(outer.children[2]);
  const notBefore = timeOf(validity?.children[0]);
  const notAfter = timeOf(validity?.children[1]);
  if (!serial || !issuer || !subject || !signature || !keyInfo || !notBefore || !notAfter) return null;
  return {
    raw: outer.raw,
    signed: body.raw,
    signatureAlgorithm: outer.children[1],
    signature,
    serial: serial.content,
    issuer: issuer.raw,
    subject: subject.raw,
    issuerName: nameOf(issuer),
    subjectName: nameOf(subject),
    notBefore,
    notAfter,
    keyInfo,
    ...extensionsOf(parts.find(({ tag }) => tag === 0xa3)?.children[0]),
  };
}

function extensionsOf(list: Der | undefined): Pick<Certificate, 'isAuthority' | 'maySign' | 'keyId'> {
  const extensionValue = (id: string) => {
    const extension = list?.children.find(({ children }) => oidOf(children[0]) === id);
    const octets = octetsOf(extension?.children.at(-1));
    return octets ? parseDer(octets) : null;
  };
  const constraints = extensionValue(BASIC_CONSTRAINTS);
  const usage = bitsOf(extensionValue(KEY_USAGE) ?? undefined);
  const keyId = octetsOf(extensionValue(KEY_ID) ?? undefined);
  return {
    ...(constraints && { isAuthority: constraints.children.some(isTrue) }),
    ...(usage && { maySign: ((usage[0] ?? 0) & SIGNING_BITS) !== 0 }),
    ...(keyId && { keyId }),
  };
}

function isTrue({ tag, content }: Der): boolean {
  return tag === TAG.boolean && content[0] !== 0;
}

function unwrapPem(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const match = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(text);
  return match?.[1] === undefined ? bytes : Buffer.from(match[1], 'base64');
}

function nameOf(name: Der): string {
  const attributes = name.children.flatMap((set) => set.children);
  const find = (id: string) => attributes.find((attribute) => oidOf(attribute.children[0]) === id);
  return textOf((find(COMMON_NAME) ?? find(ORGANISATION))?.children[1]);
}

/** A genuine chain has three or four links; the limit keeps circles of made-up authorities short. */
const LINKS_MAX = 12;

export interface ChainQuestion {
  trusted: readonly Certificate[];
  /** Certificates that came along with the signature; they prove nothing by themselves. */
  others?: readonly Certificate[];
  at: Date;
}

/**
 * Whether the certificate was given out by one of the trusted ones, directly or over authorities among the others (or
 * is one of them), each in force at the time. Revocation is not asked: there is no network.
 */
export function leadsToTrusted(certificate: Certificate, { trusted, others = [], at }: ChainQuestion): boolean {
  const visited = new Set<Certificate>([certificate]);
  for (const link of visited) {
    if (!isInForce(link, at)) continue;
    if (trusted.some((root) => sameBytes(root.raw, link.raw))) return true;
    const isRoot = (root: Certificate) => root.isAuthority !== false && isInForce(root, at) && isIssuedBy(link, root);
    if (trusted.some(isRoot)) return true;
    for (const issuer of others) {
      if (visited.size >= LINKS_MAX || visited.has(issuer)) continue;
      if (issuer.isAuthority === true && isIssuedBy(link, issuer)) visited.add(issuer);
    }
  }
  return false;
}

function isInForce({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return notBefore <= at && at <= notAfter;
}

function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!sameBytes(issuer.subject, certificate.issuer)) return false;
  return isSignedBy(issuer, {
    algorithm: certificate.signatureAlgorithm,
    message: certificate.signed,
    signature: certificate.signature,
  });
}

/** Whether the key of the certificate made the signature value over the message. */
export function isSignedBy(
  { keyInfo }: Certificate,
  value: { algorithm: Der | undefined; message: Uint8Array; signature: Uint8Array },
): boolean {
  const { algorithm, message, signature } = value;
  return verifyValue({ keyInfo, algorithm, digest: undefined, message: [message], signature }) === 'good';
}
