import { randomBytes, randomFillSync } from 'node:crypto';
import type { Id } from '@countinghouse/protocol';
import type { Clock } from './clock.ts';

/** Makes ids of any kind: UUID version 7 (RFC 9562, section 5.7), so that they sort by time of making. */
export type NewId = <Kind extends string>() => Id<Kind>;

export function createNewId(clock: Clock): NewId {
  const bytes = Buffer.alloc(16);
  return <Kind extends string>() => {
    randomFillSync(bytes);
    bytes.writeUIntBE(clock.now().getTime(), 0, 6);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    // The bytes above have the form that every id schema demands.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>;
  };
}

/** An unguessable token for links and sessions: 256 bits, URL-safe. */
export const newToken = (): string => randomBytes(32).toString('base64url');
