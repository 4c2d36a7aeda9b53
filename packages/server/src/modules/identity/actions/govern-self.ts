import { type Locale, Refusal, type SessionId } from '@countinghouse/protocol';
import type { Platform } from '../../../platform/platform.ts';
import { recordAudit } from '../../audit/index.ts';
import { checkPassword, hashPassword, isPassword } from '../password.ts';
import { endSessions, type SignedInSubject } from '../sessions.ts';
import { findAccount, findCredentials, updateLocale, updatePasswordHash } from '../store/people-store.ts';

type Parts = Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config'>;

/** `current` is needed once a password exists. */
export async function setPassword(
  parts: Parts,
  subject: SignedInSubject,
  input: { current?: string; next: string },
): Promise<void> {
  const account = await findAccount(parts.database, subject.userId);
  if (!account) throw new Refusal('object_missing');
  const credentials = await findCredentials(parts.database, account.person.login);
  if (credentials?.password_hash && !(await isPassword(input.current ?? '', credentials.password_hash)))
    throw new Refusal('sign_in_failed');
  checkPassword(input.next, account.person.login);
  const hash = await hashPassword(input.next);
  await parts.database.transaction(async (tx) => {
    await updatePasswordHash(tx, subject.userId, hash);
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: subject.userId,
      action: 'password.changed',
      objectType: 'user',
      objectId: subject.userId,
      detail: {},
    });
    await endSessions(parts, tx, { userId: subject.userId, actorId: subject.userId, except: subject.sessionId });
  });
}

export const setLocale = (parts: Parts, subject: SignedInSubject, locale: Locale): Promise<void> =>
  parts.database.transaction(async (tx) => {
    await updateLocale(tx, subject.userId, locale);
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: subject.userId,
      action: 'locale.changed',
      objectType: 'user',
      objectId: subject.userId,
      detail: { locale },
    });
  });

export const revokeSession = (parts: Parts, subject: SignedInSubject, sessionId: SessionId): Promise<void> =>
  parts.database.transaction((tx) =>
    endSessions(parts, tx, { userId: subject.userId, actorId: subject.userId, only: sessionId }),
  );
