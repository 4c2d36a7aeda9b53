import type { ClientId } from '@countinghouse/protocol';

const randomBytes = 16;

/**
 * Make one when the person asks for something, and keep it for every try, so that a repeat changes nothing twice.
 * Not `crypto.randomUUID`, which browsers give to HTTPS pages only.
 */
export function newClientId(): ClientId {
  const bytes = crypto.getRandomValues(new Uint8Array(randomBytes));
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return text as ClientId; // 32 hexadecimal digits fit the pattern of a client id.
}
