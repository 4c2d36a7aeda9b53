import type { Check, Signature, SignatureReason } from '../reading.ts';

const KIND_UNKNOWN = 'The signature is of a kind that is not verified here.';

const UNKNOWN: Partial<Record<SignatureReason, string>> = {
  certificate_missing: 'The signature carries no certificate, so nobody can say whose it is.',
  later_revision_unclear: 'The signature is intact, but something was added behind it that may change the view.',
  range_incomplete: 'The signature leaves out parts that people read.',
  timestamp_only: 'The file carries a time stamp, but nobody signed it.',
  unreadable: 'The signature cannot be read.',
};

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
      return {
        ...base,
        status: 'fail',
        message: `The file was changed after signing: ${files}.`,
        params: { files, ...reasonIn(signature).params },
      };
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
    case 'unknown': {
      const message = UNKNOWN[signature.reason ?? 'method_unsupported'] ?? KIND_UNKNOWN;
      return { ...base, status: 'unknown', message, ...reasonIn(signature) };
    }
  }
}

function reasonIn({ reason }: Signature): { params?: Record<string, string> } {
  return reason === undefined ? {} : { params: { reason } };
}
