import { type Me, Refusal } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { SignedInSubject } from '../sessions.ts';
import { findAccount, findFirm } from '../store/people-store.ts';

export async function getMe(db: Queryable, { userId, sessionId, locale }: SignedInSubject): Promise<Me> {
  const account = await findAccount(db, userId);
  if (!account) throw new Refusal('session_missing');
  return { person: account.person, roles: account.roles, locale, sessionId, firm: await findFirm(db) };
}
