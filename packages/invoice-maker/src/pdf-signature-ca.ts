import { constants, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { issuerAndSerial, type Name, writeCertificate } from './seal/certificate.ts';
import { type Der, explicit, integer, objectIdentifier, sequence } from './seal/der.ts';
import { sm2KeyFrom } from './seal/sm2-key.ts';
import { SM2_WITH_SM3, sm2KeyInfo } from './seal/test-ca.ts';

/** Kinds of keys and signatures that PDF signers use. */
export type SignatureKind = 'rsa' | 'rsa-sha1' | 'rsa-pss' | 'ecdsa' | 'sm2';

/** Somebody who can sign a PDF. */
export interface PdfSigner {
  kind: SignatureKind;
  /** DER: the signer's first, then those that lead towards the root, which stays out. */
  certificates: readonly Uint8Array[];
  /** How CMS names the certificate. */
  identity: Der;
  /** AlgorithmIdentifier of the signature. */
  algorithm: Der;
  sign(message: Uint8Array): Uint8Array;
}

export interface SignerOptions {
  name: Name;
  /** `YYYYMMDDhhmmssZ`. */
  until?: string;
}

export interface PdfTestCa {
  /** DER of the root, for those who shall trust it. */
  root: Uint8Array;
  issue(options: SignerOptions): PdfSigner;
  /** Somebody whose certificate was given out by a signer, who may not do so. */
  issueFalsely(options: SignerOptions): PdfSigner;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const MASK_GENERATION = '1.2.840.113549.1.1.8';
const sha256 = sequence(objectIdentifier(SHA256));

const ALGORITHMS: Record<SignatureKind, Der> = {
  rsa: sequence(objectIdentifier('1.2.840.113549.1.1.11')),
  'rsa-sha1': sequence(objectIdentifier('1.2.840.113549.1.1.5')),
  'rsa-pss': sequence(
    objectIdentifier('1.2.840.113549.1.1.10'),
    sequence(
      explicit(0, sha256),
      explicit(1, sequence(objectIdentifier(MASK_GENERATION), sha256)),
      explicit(2, integer(32)),
    ),
  ),
  ecdsa: sequence(objectIdentifier('1.2.840.10045.4.3.2')),
  sm2: sequence(objectIdentifier(SM2_WITH_SM3)),
};

interface Key {
  info: Der;
  sign(message: Uint8Array): Uint8Array;
}

function newKey(kind: SignatureKind): Key {
  if (kind === 'sm2') {
    const key = sm2KeyFrom(randomUUID());
    return { info: sm2KeyInfo(key), sign: key.sign };
  }
  const pair =
    kind === 'ecdsa'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key: KeyObject = pair.privateKey;
  const padding = kind === 'rsa-pss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  return {
    info: pair.publicKey.export({ type: 'spki', format: 'der' }),
    sign: (message) => sign(kind === 'rsa-sha1' ? 'sha1' : 'sha256', message, { key, ...padding }),
  };
}

/**
 * A root, one authority below it and signers of that authority, as the chains of PDF signers look. Nobody trusts it by
 * default. Keys are new each time.
 */
export function makePdfTestCa(kind: SignatureKind, seed: string | number): PdfTestCa {
  const algorithm = ALGORITHMS[kind];
  const named = (commonName: string): Party => ({
    name: { commonName: `${commonName} ${seed}`, organisation: '账房演示' },
    key: newKey(kind),
  });
  const [root, middle] = [named('账房演示根证书'), named('账房演示签名CA')];
  const certify = (subject: Party, by: Party, rest: { isAuthority: boolean; until?: string }) => {
    const keys = { keyInfo: subject.key.info, issuerKeyInfo: by.key.info };
    const options = { subject: subject.name, issuer: by.name, ...keys, algorithm, sign: by.key.sign, ...rest };
    return { certificate: writeCertificate(options), identity: issuerAndSerial(options) };
  };
  const above = certify(middle, root, { isAuthority: true }).certificate;
  const sealer = (
    party: Party,
    { certificate, identity }: { certificate: Uint8Array; identity: Der },
    chain: Uint8Array[],
  ) => ({
    kind,
    certificates: [certificate, ...chain],
    identity,
    algorithm,
    sign: party.key.sign,
  });
  return {
    root: certify(root, root, { isAuthority: true }).certificate,
    issue: ({ name, until }) => {
      const party = { name, key: newKey(kind) };
      const rest = { isAuthority: false, ...(until !== undefined && { until }) };
      return sealer(party, certify(party, middle, rest), [above]);
    },
    issueFalsely: ({ name }) => {
      const [between, party] = [named('账房演示签名人'), { name, key: newKey(kind) }];
      const chain = [certify(between, middle, { isAuthority: false }).certificate, above];
      return sealer(party, certify(party, between, { isAuthority: false }), chain);
    },
  };
}

interface Party {
  name: Name;
  key: Key;
}
