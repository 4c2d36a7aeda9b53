import type { ClientId } from '@countinghouse/protocol';

/** Make one when the person asks for something, and keep it for every try, so that a repeat changes nothing twice. */
export function newClientId(): ClientId {
  return crypto.randomUUID() as ClientId; // A UUID fits the pattern of a client id.
}
