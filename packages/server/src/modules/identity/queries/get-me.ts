import { type Me, Refusal } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { SignedInSubject } from '../sessions.ts';
import { findAccount, findFirm } from '../store/people-store.ts';
import { type DirectorySources, withStatuses } from './list-directory.ts';

export async function getMe(
  db: Queryable,
  { userId, sessionId, locale }: SignedInSubject,
  sources: Pick<DirectorySources, 'listStatuses'> = {},
): Promise<Me> {
  const account = await findAccount(db, userId);
  if (!account) throw new Refusal('session_missing');
  const [person = account.person] = withStatuses([account.person], await sources.listStatuses?.(db, [userId]));
  return { person, roles: account.roles, locale, sessionId, firm: await findFirm(db) };
}
