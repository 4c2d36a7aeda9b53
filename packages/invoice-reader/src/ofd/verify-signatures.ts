import { createHash } from 'node:crypto';
import type { Signature } from '../reading.ts';
import { type Certificate, leadsToTrusted, parseCertificate } from '../signatures/certificate.ts';
import { sameBytes } from '../signatures/der.ts';
import { parseSealSignature, type SealSignature } from '../signatures/seal.ts';
import { worstSignature } from '../signatures/worst-signature.ts';
import { child, childrenOf, descend, parseXml, textAt, type XmlElement } from '../xml/parse-xml.ts';
import { findFile, type OfdFile } from './ofd-archive.ts';
import type { OfdDocument } from './ofd-document.ts';

/** Digest methods by what `CheckMethod` says; OID or name. */
const DIGESTS = new Map([
  ['1.2.156.10197.1.401', 'sm3'],
  ['sm3', 'sm3'],
  ['', 'sm3'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['sha256', 'sha256'],
]);

/** The worst of all signatures of the document; `none` when it has no signature. */
export function verifySignatures(ofd: OfdDocument, trustedRoots: readonly Uint8Array[]): Signature {
  const files = signatureFiles(ofd);
  if (files.length === 0) return { status: 'none' };
  const trusted = trustedRoots.map(parseCertificate).filter((certificate) => certificate !== null);
  return worstSignature(files.map((file) => verifySignature(ofd, file, trusted)));
}

export function signatureFiles(ofd: OfdDocument): OfdFile[] {
  const list = findFile(ofd.archive, ofd.signaturesPath && `/${ofd.signaturesPath}`, '');
  if (!list) return [];
  return childrenOf(parseXml(list.bytes, list.path), 'Signature')
    .map((entry) => findFile(ofd.archive, entry.attributes.get('BaseLoc'), list.path))
    .filter((file) => file !== undefined);
}

export function sealSignatureOf(ofd: OfdDocument, file: OfdFile, root: XmlElement): SealSignature | null {
  const value = findFile(ofd.archive, textAt(root, 'SignedValue'), file.path);
  return value ? parseSealSignature(value.bytes) : null;
}

/**
 * Four steps: the digest of every listed file; the digest of the list itself inside the seal; the SM2 value over the
 * seal's signed part; the certificate's way to a trusted root. The SM2 value alone proves nothing about the pages.
 */
function verifySignature(ofd: OfdDocument, file: OfdFile, trusted: readonly Certificate[]): Signature {
  const root = parseXml(file.bytes, file.path);
  const seal = sealSignatureOf(ofd, file, root);
  const names = seal ? { signer: seal.certificate.subjectName, issuer: seal.certificate.issuerName } : {};
  const references = descend(root, 'SignedInfo', 'References');
  const digest = DIGESTS.get((references?.attributes.get('CheckMethod') ?? '').toLowerCase());
  if (!references || digest === undefined) return { status: 'unknown', reason: 'method_unsupported', ...names };
  const { altered, covered } = checkReferences(ofd, file, { references, digest });
  if (altered.length > 0) return { status: 'altered', reason: 'content_changed', alteredFiles: altered, ...names };
  if (!seal) return { status: 'unknown', reason: 'unreadable' };
  const isListIntact = sameBytes(seal.dataHash, createHash('sm3').update(file.bytes).digest());
  if (!isListIntact) return { status: 'altered', reason: 'content_changed', alteredFiles: [file.path], ...names };
  if (!seal.isValueRight) {
    const value = findFile(ofd.archive, textAt(root, 'SignedValue'), file.path);
    return { status: 'altered', reason: 'value_wrong', alteredFiles: [value?.path ?? file.path], ...names };
  }
  // A signature that leaves out what people read says nothing about it.
  if (readPaths(ofd).some((path) => !covered.has(path))) {
    return { status: 'unknown', reason: 'range_incomplete', ...names };
  }
  const at = seal.signedAt ?? new Date(0);
  const isTrusted = leadsToTrusted(seal.certificate, { trusted, at }) && seal.isSealInForce;
  return isTrusted ? { status: 'valid', ...names } : { status: 'untrusted', reason: 'issuer_untrusted', ...names };
}

interface ReferenceList {
  references: XmlElement;
  digest: string;
}

function checkReferences(ofd: OfdDocument, file: OfdFile, { references, digest }: ReferenceList) {
  const altered: string[] = [];
  const covered = new Set<string>();
  for (const reference of childrenOf(references, 'Reference')) {
    const name = reference.attributes.get('FileRef') ?? '';
    const target = findFile(ofd.archive, name, file.path);
    const expected = Buffer.from(child(reference, 'CheckValue')?.text.trim() ?? '', 'base64');
    const isSame = target !== undefined && sameBytes(createHash(digest).update(target.bytes).digest(), expected);
    if (!isSame) altered.push(target?.path ?? name.replace(/^\/+/, ''));
    else covered.add(target.path);
  }
  return { altered, covered };
}

/** Files whose content reaches the reader of an invoice. */
function readPaths(ofd: OfdDocument): string[] {
  return [
    ofd.rootPath,
    ...ofd.pages.flatMap((page) => [page.path, ...page.layers.map((layer) => layer.path)]),
    ...ofd.attachments.map((attachment) => attachment.path),
  ];
}
