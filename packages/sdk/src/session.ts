import { type Endpoint, identity } from '@countinghouse/protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CallInput } from './types.ts';

/** Tells sessions apart without telling the token. Browsers have one session at a time, whose token they do not see. */
export const sessionTagOf = (token: string | undefined): string =>
  token === undefined ? 'cookie' : bytesToHex(sha256(utf8ToBytes(token))).slice(0, 16);

/** After this request the cookie of the browser stands for another session, or for none. */
export function startsAnotherSession<E extends Endpoint>(endpoint: E, input: CallInput<E> | undefined): boolean {
  if (endpoint.id === identity.signOut.id) return true;
  if (endpoint.id !== identity.signIn.id && endpoint.id !== identity.redeemLink.id) return false;
  const body: unknown = input && 'body' in input ? input.body : undefined;
  return typeof body === 'object' && body !== null && 'carrier' in body && body.carrier === 'cookie';
}
