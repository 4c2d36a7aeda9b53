import type { Check, Signature } from '../reading.ts';

export function checkSignature(signature: Signature): Check {
  const base = { id: 'signature', fields: [] };
  const issuer = signature.issuer ?? '';
  switch (signature.status) {
    case 'valid':
      return {
        ...base,
        status: 'pass',
        message: 'The signature is intact and its issuer is trusted.',
        params: { issuer },
      };
    case 'altered': {
      const files = (signature.alteredFiles ?? []).join(', ');
      return { ...base, status: 'fail', message: `The file was changed after signing: ${files}.`, params: { files } };
    }
    case 'untrusted':
      return {
        ...base,
        status: 'warn',
        message: `The signature is intact, but its issuer ${issuer} could not be traced to a trusted root.`,
        params: { issuer },
      };
    case 'none':
      return { ...base, status: 'unknown', message: 'The file carries no signature.' };
    case 'unknown':
      return { ...base, status: 'unknown', message: 'The signature is of a kind that is not verified here.' };
  }
}
