import { issuerAndSerial, writeCertificate } from './certificate.ts';
import { bitString, type Der, objectIdentifier, sequence } from './der.ts';
import { type Sm2Key, sm2KeyFrom } from './sm2-key.ts';

export const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const SM2_CURVE = '1.2.156.10197.1.301';

/** Somebody with a certificate who can sign. */
export interface Signer {
  /** DER. */
  certificate: Uint8Array;
  /** How CMS names the certificate. */
  identity: Der;
  sign(message: Uint8Array): Uint8Array;
}

/** A certificate authority that nobody trusts by default; tests hand its certificate to the reader. */
export interface TestCa extends Signer {
  issue(subject: { commonName: string; organisation: string }): Signer;
}

/** SubjectPublicKeyInfo of an SM2 key. */
export function sm2KeyInfo({ publicKey }: Sm2Key): Der {
  return sequence(sequence(objectIdentifier(EC_PUBLIC_KEY), objectIdentifier(SM2_CURVE)), bitString(publicKey));
}

/** The same seed gives the same authority, certificates included. */
export function makeTestCa(seed: string | number): TestCa {
  const issuer = { commonName: `账房演示税务电子证书CA ${seed}`, organisation: '账房演示' };
  const key = sm2KeyFrom(`test-ca/${seed}`);
  const common = { issuer, issuerKeyInfo: sm2KeyInfo(key), algorithm: sequence(objectIdentifier(SM2_WITH_SM3)) };
  const own = { ...common, subject: issuer, keyInfo: sm2KeyInfo(key), isAuthority: true, sign: key.sign };
  return {
    certificate: writeCertificate(own),
    identity: issuerAndSerial(own),
    sign: key.sign,
    issue: (subject) => {
      const ownKey = sm2KeyFrom(`test-ca/${seed}/${subject.organisation}/${subject.commonName}`);
      const options = { ...common, subject, keyInfo: sm2KeyInfo(ownKey), isAuthority: false, sign: key.sign };
      return { certificate: writeCertificate(options), identity: issuerAndSerial(options), sign: ownKey.sign };
    },
  };
}
