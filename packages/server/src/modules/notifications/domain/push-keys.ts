import { ECDH } from 'node:crypto';
import type { PushTarget } from '@countinghouse/protocol';

/** What push services know this installation by (VAPID, RFC 8292); base64url. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

/** Whether a push can be encrypted for the device: its key is a point of P-256 (RFC 8291). */
export function areKeysUsable({ keys: { p256dh, auth } }: Pick<PushTarget, 'keys'>): boolean {
  try {
    const point = ECDH.convertKey(Buffer.from(p256dh, 'base64url'), 'prime256v1', undefined, undefined, 'uncompressed');
    return point.length === 65 && Buffer.from(auth, 'base64url').length === 16;
  } catch {
    return false;
  }
}
