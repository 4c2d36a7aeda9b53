import { createHash } from 'node:crypto';
import { sm2 } from 'sm-crypto';
import { parseDer, TAG } from './der.ts';

/** Coefficients and base point of the SM2 curve (GB/T 32918.5), as they enter the signer's digest Z. */
const CURVE = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);
/** The user id that GM/T 0009 sets for certificates. */
const USER = Buffer.from('1234567812345678');

export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SM2 with SM3 over the parts, one after the other, under the user id that the standard sets for certificates. */
export function verifySm2(message: readonly Uint8Array[], signature: Uint8Array, publicKey: Uint8Array): boolean {
  const pair = signaturePair(signature);
  if (publicKey.length !== 65 || publicKey[0] !== 0x04 || pair === null) return false;
  const identity = sm3(Uint8Array.of(0, USER.length * 8), USER, CURVE, publicKey.subarray(1));
  const digest = sm3(identity, ...message);
  try {
    const key = Buffer.from(publicKey).toString('hex');
    return sm2.doVerifySignature(Array.from(digest), pair, key, { der: false, hash: false });
  } catch {
    // The library throws on points that are not on the curve; such a signature does not verify.
    return false;
  }
}

/** r and s as 64 hexadecimal digits each, from DER or from the plain 64 bytes that some devices write. */
function signaturePair(signature: Uint8Array): string | null {
  if (signature.length === 64) return Buffer.from(signature).toString('hex');
  const [r, s] = parseDer(signature)?.children ?? [];
  if (r?.tag !== TAG.integer || s?.tag !== TAG.integer) return null;
  const pair = [r, s].map(({ content }) => Buffer.from(content).toString('hex').replace(/^0+/, '').padStart(64, '0'));
  return pair.every((part) => part.length === 64) ? pair.join('') : null;
}
