import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { bitsOf, type Der, oidOf } from './der.ts';
import { verifySm2 } from './sm2.ts';

/** Names of digests in `node:crypto` by object identifier. MD5 is left out: it proves nothing any more. */
const DIGESTS = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.8', 'sha3-256'],
  ['2.16.840.1.101.3.4.2.9', 'sha3-384'],
  ['2.16.840.1.101.3.4.2.10', 'sha3-512'],
  ['1.2.156.10197.1.401', 'sm3'],
]);

/** Signature algorithms that name their digest: PKCS #1 (RFC 8017) and ECDSA (RFC 5758). */
const COMBINED = new Map([
  ['1.2.840.113549.1.1.5', 'sha1'],
  ['1.2.840.113549.1.1.14', 'sha224'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.1', 'sha1'],
  ['1.2.840.10045.4.3.1', 'sha224'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';
const SM2_CURVE = '1.2.156.10197.1.301';
const EDWARDS = new Set(['1.3.101.112', '1.3.101.113']);

/** The digest that an AlgorithmIdentifier names, as `node:crypto` calls it. */
export function digestNamed(algorithm: Der | undefined): string | undefined {
  return DIGESTS.get(oidOf(algorithm?.children[0]));
}

export type ValueVerdict = 'good' | 'wrong' | 'unsupported';

export interface SignatureQuestion {
  /** SubjectPublicKeyInfo of the signer's certificate. */
  keyInfo: Der;
  /** AlgorithmIdentifier of the signature. */
  algorithm: Der | undefined;
  /** For algorithms that do not name their digest, as PKCS #7 writes them. */
  digest: string | undefined;
  /** What was signed, in parts that follow each other. */
  message: readonly Uint8Array[];
  signature: Uint8Array;
}

/** RSA (PKCS #1 and PSS), ECDSA, EdDSA and SM2. The kind of the key decides, not the name that the signature gives. */
export function verifyValue(question: SignatureQuestion): ValueVerdict {
  const [kind, curve] = question.keyInfo.children[0]?.children ?? [];
  const key = oidOf(kind);
  if (key === EC && oidOf(curve) === SM2_CURVE) {
    const publicKey = bitsOf(question.keyInfo.children[1]);
    return publicKey && verifySm2(question.message, question.signature, publicKey) ? 'good' : 'wrong';
  }
  const name = oidOf(question.algorithm?.children[0]);
  if (name === RSA_PSS && (key === RSA || key === RSA_PSS)) return verifyPss(question);
  const digest = EDWARDS.has(key) ? null : (COMBINED.get(name) ?? question.digest);
  if (digest === undefined || (key !== RSA && key !== EC && !EDWARDS.has(key))) return 'unsupported';
  return ask(digest, question, {});
}

/** RSASSA-PSS with the parameters of RFC 4055; the mask must use the digest of the message, as everybody does. */
function verifyPss(question: SignatureQuestion): ValueVerdict {
  const parameters = question.algorithm?.children[1]?.children ?? [];
  const parameter = (number: number) => parameters.find(({ tag }) => tag === (0xa0 | number))?.children[0];
  const named = parameter(0);
  const digest = named ? digestNamed(named) : 'sha1';
  const mask = parameter(1);
  const maskDigest = mask ? digestNamed(mask.children[1]) : 'sha1';
  const salt = parameter(2);
  const saltLength = salt ? Number(`0x${Buffer.from(salt.content).toString('hex') || '0'}`) : 20;
  if (digest === undefined || digest !== maskDigest || saltLength > 1024) return 'unsupported';
  return ask(digest, question, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

function ask(
  digest: string | null,
  { keyInfo, message, signature }: SignatureQuestion,
  options: { padding?: number; saltLength?: number },
): ValueVerdict {
  const key = publicKeyOf(keyInfo);
  if (!key) return 'unsupported';
  try {
    return verify(digest, Buffer.concat(message), { key, ...options }, signature) ? 'good' : 'wrong';
  } catch {
    // OpenSSL refuses keys that are too short and digests that a key does not take.
    return 'unsupported';
  }
}

function publicKeyOf(keyInfo: Der): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(keyInfo.raw), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
