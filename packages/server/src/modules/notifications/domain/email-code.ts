import { createHash, timingSafeEqual } from 'node:crypto';
import { emailCodeAttemptsMax, Refusal, type UserId } from '@countinghouse/protocol';
import type { PendingEmail, Profile } from './profile.ts';

export const emailCodeLifeMs = 15 * 60_000;
/** Whoever could have codes mailed without end could pester strangers with them. */
export const codesPerHourMax = 5;
const hourMs = 3_600_000;

/** Bound to person and address, so that a code of one is none of another. */
const digestOf = (code: string, { userId, address }: { userId: UserId; address: string }): string =>
  createHash('sha256').update(`${userId} ${address} ${code}`).digest('hex');

/** The profile with an address that waits for this code. Refuses with `rate_exceeded`. */
export function askForCode(
  profile: Profile,
  request: { userId: UserId; address: string; code: string; now: Date },
): Profile {
  const { address, code, now } = request;
  const lately = profile.codesMailedAt.filter((at) => now.getTime() - Date.parse(at) < hourMs);
  if (lately.length >= codesPerHourMax) throw new Refusal('rate_exceeded', 'too many codes were mailed in this hour');
  const pending: PendingEmail = {
    address,
    codeDigest: digestOf(code, request),
    expiresAt: new Date(now.getTime() + emailCodeLifeMs).toISOString(),
    wrongCodes: 0,
  };
  return { ...profile, pending, codesMailedAt: [...lately, now.toISOString()] };
}

/** The profile with the address confirmed or, after a wrong code, with one attempt less. */
export function tryCode(
  profile: Profile,
  { userId, code, now }: { userId: UserId; code: string; now: Date },
): { isRight: boolean; profile: Profile } {
  const { pending } = profile;
  if (!pending || pending.wrongCodes >= emailCodeAttemptsMax || Date.parse(pending.expiresAt) <= now.getTime()) {
    return { isRight: false, profile };
  }
  const given = Buffer.from(digestOf(code, { userId, address: pending.address }));
  if (timingSafeEqual(given, Buffer.from(pending.codeDigest))) {
    return { isRight: true, profile: { ...profile, email: pending.address, pending: null } };
  }
  return { isRight: false, profile: { ...profile, pending: { ...pending, wrongCodes: pending.wrongCodes + 1 } } };
}
