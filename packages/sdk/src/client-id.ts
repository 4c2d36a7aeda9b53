import type { ClientId } from '@countinghouse/protocol';

const hexDigits = (byte: number): string => byte.toString(16).padStart(2, '0');

/** 128 random bits. `crypto.randomUUID` would be refused on pages without TLS. */
export const newClientId = (): ClientId =>
  // Hexadecimal digits are within the pattern of the schema.
  [...crypto.getRandomValues(new Uint8Array(16))].map(hexDigits).join('') as ClientId;
