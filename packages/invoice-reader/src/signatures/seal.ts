import { type Certificate, isSignedBy, parseCertificate } from './certificate.ts';
import { bitsOf, type Der, octetsOf, parseDer, sameBytes, TAG, textOf, timeOf } from './der.ts';
import { sm3 } from './sm2.ts';

export interface SealPicture {
  /** As the seal says: png, jpg, bmp, svg, ofd … */
  type: string;
  bytes: Uint8Array;
}

/** The parts of an SES signature that verification and drawing need (GB/T 38540-2020, and the older GM/T 0031). */
export interface SealSignature {
  dataHash: Uint8Array;
  /** The SM2 value over the signed part. */
  isValueRight: boolean;
  certificate: Certificate;
  signedAt: Date | null;
  /** The seal names the certificates that may use it, is signed by its maker, and has a time of validity. */
  isSealInForce: boolean;
  picture: SealPicture | null;
}

export function parseSealSignature(bytes: Uint8Array): SealSignature | null {
  const outer = parseDer(bytes);
  const toSign = outer?.children[0];
  if (!outer || !toSign || toSign.tag !== TAG.sequence) return null;
  // Version 4 keeps the certificate beside the signed part, version 1 inside it.
  const isVersion4 = outer.children.length >= 4;
  const [, seal, time, dataHash] = toSign.children;
  const certificateOctets = octetsOf(isVersion4 ? outer.children[1] : toSign.children[5]);
  const signature = bitsOf(isVersion4 ? outer.children[3] : outer.children[1]);
  const hash = bitsOf(dataHash);
  const certificate = certificateOctets ? parseCertificate(certificateOctets) : null;
  if (!seal || !signature || !hash || !certificate) return null;
  const signedAt = timeOf(time);
  return {
    dataHash: hash,
    // A seal names only SM2, so the kind of the key says all.
    isValueRight: isSignedBy(certificate, { algorithm: undefined, message: toSign.raw, signature }),
    certificate,
    signedAt,
    isSealInForce: isSealInForce(seal, certificate, signedAt),
    picture: pictureOf(seal.children[0]),
  };
}

function isSealInForce(seal: Der, certificate: Certificate, signedAt: Date | null): boolean {
  const info = seal.children[0];
  const property = info?.children[2];
  if (!info || !property) return false;
  const flat = seal.children.length >= 4;
  const makerPart = flat ? seal.children.slice(1) : (seal.children[1]?.children ?? []);
  const maker = parseCertificate(octetsOf(makerPart[0]) ?? new Uint8Array());
  const signature = bitsOf(makerPart[2]);
  const isMakersWork =
    maker !== null && signature !== null && isSignedBy(maker, { algorithm: undefined, message: info.raw, signature });
  const times = property.children.map((element) => timeOf(element)).filter((time) => time !== null);
  const [from, until] = times.slice(-2);
  const isInTime = signedAt === null || !from || !until || (from <= signedAt && signedAt <= until);
  return isMakersWork && isInTime && namesCertificate(property, certificate);
}

function namesCertificate(property: Der, certificate: Certificate): boolean {
  const stack = [...property.children];
  // Version 4 allows a list of SM3 digests in place of the certificates.
  const digest = sm3(certificate.raw);
  for (let element = stack.pop(); element; element = stack.pop()) {
    const octets = octetsOf(element);
    if (sameBytes(octets, certificate.raw) || sameBytes(octets, digest)) return true;
    stack.push(...element.children);
  }
  return false;
}

function pictureOf(info: Der | undefined): SealPicture | null {
  const [type, data] = info?.children[3]?.children ?? [];
  const bytes = octetsOf(data);
  return bytes ? { type: textOf(type).toLowerCase(), bytes } : null;
}
