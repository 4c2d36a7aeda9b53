import { createECDH, createHash } from 'node:crypto';
import { integer, sequence } from './der.ts';

/** Order, coefficients and base point of the SM2 curve (GB/T 32918.5). */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const CURVE =
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
  '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
  '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
  'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';
const DEFAULT_USER = '1234567812345678';

export interface Sm2Key {
  /** Uncompressed point, 65 bytes. */
  publicKey: Uint8Array;
  /** DER signature (r, s) over SM3(Z ‖ message). */
  sign(message: Uint8Array): Uint8Array;
}

export const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hexOf(bytes)}`);
const modulo = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

function inverse(value: bigint): bigint {
  let [previous, current] = [ORDER, modulo(value)];
  let [previousFactor, factor] = [0n, 1n];
  while (current > 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return modulo(previousFactor);
}

/** A scalar from 1 to order − 2 and the public point that belongs to it. */
function keyPairOf(seed: Uint8Array): { secret: bigint; point: Uint8Array } {
  const secret = (numberOf(seed) % (ORDER - 2n)) + 1n;
  const curve = createECDH('SM2');
  curve.setPrivateKey(secret.toString(16).padStart(64, '0'), 'hex');
  return { secret, point: curve.getPublicKey() };
}

/**
 * A key made from a seed, for test authorities only. The nonce comes from key and message, as RFC 6979 does in
 * principle, so that the same input gives the same file.
 */
export function sm2KeyFrom(seed: string): Sm2Key {
  const keySeed = sm3(Buffer.from(seed));
  const { secret, point } = keyPairOf(keySeed);
  const user = Buffer.from(DEFAULT_USER);
  const identity = sm3(Uint8Array.of(0, user.length * 8), user, Buffer.from(CURVE, 'hex'), point.subarray(1));
  const sign = (message: Uint8Array): Uint8Array => {
    const digest = sm3(identity, message);
    for (let attempt = 0; ; attempt++) {
      const { secret: k, point: noncePoint } = keyPairOf(sm3(keySeed, digest, Uint8Array.of(attempt)));
      const r = modulo(numberOf(digest) + numberOf(noncePoint.subarray(1, 33)));
      const s = modulo(inverse(1n + secret) * modulo(k - r * secret));
      if (r !== 0n && r + k !== ORDER && s !== 0n) return sequence(integer(r), integer(s));
    }
  };
  return { publicKey: point, sign };
}
