import { Refusal, type UserId } from '@countinghouse/protocol';
import type { Platform } from '../../../platform/platform.ts';
import { recordAudit } from '../../audit/index.ts';
import type { AttemptLimit } from '../attempt-limit.ts';
import { isPassword } from '../password.ts';
import { startSession } from '../sessions.ts';
import { findAccount, findCredentials } from '../store/people-store.ts';
import { spendLink } from '../store/session-store.ts';

type Parts = Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config'>;

interface SignedIn {
  userId: UserId;
  token: string;
}

export async function signIn(
  parts: Parts,
  limit: AttemptLimit,
  input: { login: string; password: string; device: string; address: string },
): Promise<SignedIn> {
  const keys = [`login ${input.login}`, `address ${input.address}`];
  if (keys.some((key) => limit.isSpent(key)))
    throw new Refusal('rate_exceeded', 'too many failed sign-ins; wait five minutes');
  const found = await findCredentials(parts.database, input.login);
  if (!(await isPassword(input.password, found?.password_hash)) || !found) {
    for (const key of keys) limit.recordFailure(key);
    if (found) await recordFailure(parts, found.id);
    throw new Refusal('sign_in_failed');
  }
  if (found.deactivated_at) throw new Refusal('account_deactivated');
  limit.forget(`login ${input.login}`);
  const token = await parts.database.transaction((tx) =>
    startSession(parts, tx, { userId: found.id, device: input.device, way: 'password' }),
  );
  return { userId: found.id, token };
}

const recordFailure = (parts: Parts, userId: UserId): Promise<void> =>
  parts.database.transaction(async (tx) => {
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: null,
      action: 'sign-in.failed',
      objectType: 'user',
      objectId: userId,
      detail: {},
    });
  });

export const redeemLink = (parts: Parts, input: { token: string; device: string }): Promise<SignedIn> =>
  parts.database.transaction(async (tx) => {
    const userId = await spendLink(tx, input.token, parts.clock.now());
    const account = userId && (await findAccount(tx, userId));
    if (!account) throw new Refusal('sign_in_link_spent');
    if (!account.person.isActive) throw new Refusal('account_deactivated');
    return { userId, token: await startSession(parts, tx, { userId, device: input.device, way: 'link' }) };
  });
