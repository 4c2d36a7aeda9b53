import type { Signature } from '../reading.ts';

const SEVERITY: readonly Signature['status'][] = ['altered', 'unknown', 'untrusted', 'valid', 'none'];

/** The worst of several signatures speaks for the document; names of equal ones are all told. */
export function worstSignature(signatures: readonly Signature[]): Signature {
  const rank = ({ status }: Signature) => SEVERITY.indexOf(status);
  const worst = signatures.toSorted((a, b) => rank(a) - rank(b))[0];
  if (!worst) return { status: 'none' };
  const equals = signatures.filter(({ status }) => status === worst.status);
  const together = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined && value !== ''))].join('; ');
  const signer = together(equals.map((equal) => equal.signer));
  const issuer = together(equals.map((equal) => equal.issuer));
  const alteredFiles = [...new Set(equals.flatMap((equal) => equal.alteredFiles ?? []))];
  return {
    status: worst.status,
    ...(worst.reason !== undefined && { reason: worst.reason }),
    ...(alteredFiles.length > 0 && { alteredFiles }),
    ...(signer !== '' && { signer }),
    ...(issuer !== '' && { issuer }),
  };
}
