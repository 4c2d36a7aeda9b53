import type { ClientId } from '@countinghouse/protocol';

const idBytes = 16;
// Asking for random bytes costs the same for one id as for many.
const drawnIds = 256;
const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const drawn = new Uint8Array(idBytes * drawnIds);
let used = drawn.length;

/** 128 random bits. `crypto.randomUUID` would be refused on pages without TLS. */
export function newClientId(): ClientId {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  let id = '';
  for (const end = used + idBytes; used < end; used++) id += hexDigits[drawn[used] ?? 0];
  // Hexadecimal digits are within the pattern of the schema.
  return id as ClientId;
}
