import { createHash } from 'node:crypto';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Signature, SignatureReason } from '../reading.ts';
import { type Certificate, leadsToTrusted, parseCertificate } from '../signatures/certificate.ts';
import {
  parseSignedData,
  type SignedData,
  type SignerInfo,
  timestampImprint,
  verifySigner,
} from '../signatures/cms.ts';
import { octetsOf, parseDer, sameBytes } from '../signatures/der.ts';
import { parseSealSignature, type SealSignature } from '../signatures/seal.ts';
import { verifyValue } from '../signatures/verify-value.ts';
import { worstSignature } from '../signatures/worst-signature.ts';
import { findSignatures, type SignatureDictionary } from './pdf-signature-dictionaries.ts';
import { isBlank, type PdfPart } from './pdf-signature-file.ts';
import { judgeRevision } from './pdf-signature-revision.ts';

/** A value of more is no signature; long revocation lists take some hundred kilobytes. */
const CONTENTS_BYTES_MAX = 4 * 1024 * 1024;

/** The worst of all signatures of the file; `none` when it has no signature. */
export async function verifyPdfSignatures(
  pdf: PDFDocumentProxy,
  { bytes, part }: { bytes: Uint8Array; part: PdfPart },
  trustedRoots: readonly Uint8Array[],
): Promise<Signature> {
  const { dictionaries, isMissing } = await findSignatures(pdf, { bytes, part });
  if (dictionaries.length === 0) return isMissing ? unknown('unreadable') : { status: 'none' };
  const trusted = trustedRoots.map(parseCertificate).filter((certificate) => certificate !== null);
  const verdicts = dictionaries.map((dictionary) => verifyOne({ bytes, trusted }, dictionary));
  const answers = verdicts.map((verdict, index) => withLaterBytes({ bytes, verdict, verdicts, index }));
  const told = answers.filter((answer) => answer !== null);
  if (isMissing) told.push(unknown('unreadable'));
  return told.length > 0 ? worstSignature(told) : unknown('timestamp_only');
}

interface Setting {
  bytes: Uint8Array;
  trusted: readonly Certificate[];
}

interface Verdict {
  signature: Signature;
  /** Up to where the file is signed; null when the range or the value is wrong. */
  signedEnd: number | null;
  isTimestamp: boolean;
}

function unknown(reason: SignatureReason, names: Partial<Signature> = {}): Signature {
  return { status: 'unknown', reason, ...names };
}

function altered(reason: SignatureReason, part: string, names: Partial<Signature> = {}): Signature {
  return { status: 'altered', reason, alteredFiles: [part], ...names };
}

function ended(signature: Signature): Verdict {
  return { signature, signedEnd: null, isTimestamp: false };
}

/** Steps one to four for one signature, without what follows the signed stretch. */
function verifyOne(setting: Setting, dictionary: SignatureDictionary): Verdict {
  const { byteRange, contents } = dictionary;
  // A place that was reserved and never filled, or that cannot be read as one.
  if (!byteRange || !contents || contents.bytes.every((byte) => byte === 0)) return ended(unknown('unreadable'));
  if (contents.bytes.length > CONTENTS_BYTES_MAX) return ended(unknown('unreadable'));
  const signed = signedParts(setting.bytes, dictionary);
  // A form that nobody shows and that fits nothing is a leftover of an earlier file, not a changed one.
  if (!signed) return ended(dictionary.isLinked ? altered('range_incomplete', 'ByteRange') : unknown('unreadable'));
  const verdict = verdictOn(setting, dictionary, signed);
  const isLeftover = !dictionary.isLinked && verdict.signature.reason === 'content_changed';
  return isLeftover ? ended(unknown('unreadable')) : verdict;
}

/** Step one: the range begins with the file and leaves out exactly the value, so nothing can hide in the gap. */
function signedParts(bytes: Uint8Array, { byteRange, contents }: SignatureDictionary): Uint8Array[] | null {
  if (!byteRange || !contents) return null;
  const [start, length, secondStart, secondLength] = byteRange;
  const gapEnd = start + length;
  const isWhole = start === 0 && secondStart + secondLength <= bytes.length;
  const isGapTheValue = gapEnd === contents.start && secondStart === contents.end;
  // Some signers take the angle brackets into what is signed.
  const isGapTheDigits = gapEnd === contents.start + 1 && secondStart === contents.end - 1;
  if (!isWhole || !(isGapTheValue || isGapTheDigits)) return null;
  return [bytes.subarray(0, gapEnd), bytes.subarray(secondStart, secondStart + secondLength)];
}

function verdictOn(setting: Setting, dictionary: SignatureDictionary, signed: readonly Uint8Array[]): Verdict {
  const value = dictionary.contents?.bytes ?? new Uint8Array();
  const [, , secondStart = 0, secondLength = 0] = dictionary.byteRange ?? [];
  const signedEnd = secondStart + secondLength;
  const question: ValueQuestion = { ...setting, signed, claimedAt: dictionary.claimedAt };
  if (dictionary.subFilter === 'adbe.x509.rsa_sha1') {
    return { signature: verifyPlain(question, dictionary, value), signedEnd, isTimestamp: false };
  }
  const data = parseSignedData(value);
  if (data?.isTimestamp) {
    return { signature: verifyTimestamp(question, data), signedEnd, isTimestamp: true };
  }
  if (data) return { signature: verifySignedData(question, dictionary, data), signedEnd, isTimestamp: false };
  const seal = parseSealSignature(value);
  if (seal) return { signature: verifySeal(question, seal), signedEnd, isTimestamp: false };
  return ended(unknown('method_unsupported'));
}

interface ValueQuestion extends Setting {
  signed: readonly Uint8Array[];
  claimedAt: Date | null;
}

function digestOf(name: string, parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function namesOf(certificate: Certificate | null): Partial<Signature> {
  return certificate ? { signer: certificate.subjectName, issuer: certificate.issuerName } : {};
}

function verifySignedData(question: ValueQuestion, { subFilter }: SignatureDictionary, data: SignedData): Signature {
  // The oldest container carries the SHA-1 digest of the file and signs that (adbe.pkcs7.sha1).
  const isIndirect = subFilter === 'adbe.pkcs7.sha1';
  const names = namesOf(data.signers[0]?.certificate ?? null);
  if (isIndirect && !sameBytes(data.content, digestOf('sha1', question.signed))) {
    return altered('content_changed', 'content', names);
  }
  const message = isIndirect && data.content ? [data.content] : question.signed;
  return worstSignature(data.signers.map((signer) => verifyCmsSigner({ ...question, signed: message }, signer, data)));
}

/** Step two, the digest; step three, the value; step four, the chain. */
function verifyCmsSigner(question: ValueQuestion, signer: SignerInfo, data: SignedData): Signature {
  const names = namesOf(signer.certificate);
  if (!signer.certificate) return unknown('certificate_missing');
  if (signer.signedAttributes) {
    if (signer.digest === undefined) return unknown('method_unsupported', names);
    if (!sameBytes(signer.messageDigest, digestOf(signer.digest, question.signed))) {
      return altered('content_changed', 'content', names);
    }
  }
  const value = verifySigner(signer, question.signed);
  if (value === 'unsupported') return unknown('method_unsupported', names);
  if (value === 'wrong' || !signer.isCertificatePinned) return altered('value_wrong', 'signature', names);
  const at = signer.signedAt ?? question.claimedAt;
  return chained(question, { certificate: signer.certificate, others: data.certificates, at });
}

function chained(
  { trusted }: Setting,
  { certificate, others, at }: { certificate: Certificate; others: readonly Certificate[]; at: Date | null },
): Signature {
  // Without a time nobody can say whether the certificate was in force.
  const isTrusted =
    at !== null && certificate.maySign !== false && leadsToTrusted(certificate, { trusted, others, at });
  return isTrusted
    ? { status: 'valid', ...namesOf(certificate) }
    : { status: 'untrusted', reason: 'issuer_untrusted', ...namesOf(certificate) };
}

/** adbe.x509.rsa_sha1: an octet string with the RSA value, the certificate beside it. */
function verifyPlain(question: ValueQuestion, dictionary: SignatureDictionary, value: Uint8Array): Signature {
  const certificate = dictionary.certificate ? parseCertificate(dictionary.certificate) : null;
  const signature = octetsOf(parseDer(value) ?? undefined);
  if (!certificate || !signature) return unknown('certificate_missing');
  const { keyInfo } = certificate;
  const verdict = verifyValue({ keyInfo, algorithm: undefined, digest: 'sha1', message: question.signed, signature });
  if (verdict === 'unsupported') return unknown('method_unsupported', namesOf(certificate));
  if (verdict === 'wrong') return altered('content_changed', 'content', namesOf(certificate));
  return chained(question, { certificate, others: [], at: question.claimedAt });
}

/** A seal of GB/T 38540 as the value of a PDF signature: its digest is that of the range. */
function verifySeal(question: ValueQuestion, seal: SealSignature): Signature {
  const { certificate } = seal;
  if (!sameBytes(seal.dataHash, digestOf('sm3', question.signed))) {
    return altered('content_changed', 'content', namesOf(certificate));
  }
  if (!seal.isValueRight) return altered('value_wrong', 'signature', namesOf(certificate));
  const answer = chained(question, { certificate, others: [], at: seal.signedAt ?? question.claimedAt });
  return answer.status === 'valid' && !seal.isSealInForce
    ? { ...answer, status: 'untrusted', reason: 'issuer_untrusted' }
    : answer;
}

/** A time-stamping authority vouches for the time, not for the content; only a wrong digest says something. */
function verifyTimestamp({ signed }: ValueQuestion, data: SignedData): Signature {
  const imprint = data.content ? timestampImprint(data.content) : null;
  if (!imprint) return unknown('unreadable');
  if (sameBytes(imprint.value, digestOf(imprint.digest, signed))) return unknown('timestamp_only');
  return altered('content_changed', 'content');
}

interface LaterQuestion {
  bytes: Uint8Array;
  verdict: Verdict;
  verdicts: readonly Verdict[];
  index: number;
}

function isIntact({ signature }: Verdict): boolean {
  return signature.status === 'valid' || signature.status === 'untrusted';
}

/** What the bytes behind the signed stretch make of the verdict; null for an intact timestamp, which is no verdict. */
function withLaterBytes({ bytes, verdict, verdicts, index }: LaterQuestion): Signature | null {
  const { signature, signedEnd } = verdict;
  if (verdict.isTimestamp) return signature.reason === 'timestamp_only' ? null : signature;
  if (signedEnd === null || !isIntact(verdict) || isBlank(bytes, signedEnd)) return signature;
  const names = {
    ...(signature.signer !== undefined && { signer: signature.signer }),
    ...(signature.issuer !== undefined && { issuer: signature.issuer }),
  };
  const revision = judgeRevision(bytes, signedEnd);
  if (revision.changed.length > 0) {
    return { status: 'altered', reason: 'changed_after_signing', alteredFiles: revision.changed, ...names };
  }
  // A further visible signature is answered for by whoever made it.
  const isCovered = verdicts.some(
    (other, place) => place !== index && !other.isTimestamp && isIntact(other) && (other.signedEnd ?? 0) > signedEnd,
  );
  const isUnclear = revision.isUnclear || (revision.addsVisibleSignature && !isCovered);
  return isUnclear ? unknown('later_revision_unclear', names) : signature;
}
