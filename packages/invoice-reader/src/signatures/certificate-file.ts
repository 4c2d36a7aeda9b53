import { parseCertificate } from './certificate.ts';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The X.509 certificates of a file: one in DER, or any number in PEM. Empty when one of them is none, or there is none. */
export function certificatesOf(bytes: Uint8Array): Uint8Array[] {
  const blocks = Buffer.from(bytes).toString('latin1').match(PEM_BLOCK);
  const certificates = blocks ? blocks.map((block) => Buffer.from(block, 'latin1')) : [bytes];
  return certificates.every((certificate) => parseCertificate(certificate) !== null) ? certificates : [];
}
