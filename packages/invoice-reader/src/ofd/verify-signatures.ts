import type { Signature } from '../reading.ts';
import type { OfdDocument } from './ofd-document.ts';
export function verifySignatures(_ofd: OfdDocument, _roots: readonly Uint8Array[]): Signature { return { status: 'unknown' }; }
