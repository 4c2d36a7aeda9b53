import type { Identity } from '../modules/identity/index.ts';
import { countActiveWithRole, findUserIdByLogin } from '../modules/identity/index.ts';
import type { Database } from '../platform/database/database.ts';

/**
 * A one-time link for the first administrator, as long as nobody has ever signed in with that role: whoever starts the
 * server on a fresh machine gets in, and a link lost on the way can be had again by another start.
 */
export async function linkForFirstAdministrator(database: Database, identity: Identity): Promise<string | undefined> {
  return database.transaction(async (tx) => {
    await tx.query('lock table users in share row exclusive mode');
    const isTaken = (await countActiveWithRole(tx, 'system_admin')) > 0;
    const userId = isTaken
      ? await findNeverSignedIn(tx)
      : await identity.addPerson(tx, {
          kind: 'person',
          login: 'admin',
          name: { zh: '系统管理员', en: 'System administrator' },
          title: { zh: '系统管理员', en: 'System administrator' },
          departmentId: null,
          roles: ['system_admin'],
        });
    return userId && identity.makeLink(tx, userId);
  });
}

async function findNeverSignedIn(tx: Parameters<typeof findUserIdByLogin>[0]) {
  const userId = await findUserIdByLogin(tx, 'admin');
  if (!userId) return undefined;
  const [session] = await tx.query(
    'select 1 from sessions s join users u on u.id = s.user_id where $1 = any(u.roles) limit 1',
    ['system_admin'],
  );
  return session ? undefined : userId;
}
