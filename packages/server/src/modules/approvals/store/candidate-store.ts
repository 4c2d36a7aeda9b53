import type { DepartmentId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { ChainRule } from '../domain/chain.ts';

const activePerson = `u.kind = 'person' and u.deactivated_at is null`;
/** Members of the table of partners; while it is empty, all managers. */
const isPartner = `(exists (select 1 from approval_partners p where p.user_id = u.id)
  or (not exists (select 1 from approval_partners) and 'manager' = any(u.roles)))`;

export const listRules = (db: Queryable): Promise<ChainRule[]> =>
  db.query<ChainRule>(
    `select position, ground, cost_kind as "costKind", amount_minor_min as "amountMinorMin" from approval_rules order by position, id`,
  );

const ids = (rows: { id: UserId }[]): UserId[] => rows.map((row) => row.id);

/** The head first, then managers of the department, oldest account first. */
export async function listDepartmentApprovers(db: Queryable, departmentId: DepartmentId | null): Promise<UserId[]> {
  if (departmentId === null) return [];
  return ids(
    await db.query<{ id: UserId }>(
      `select u.id from users u join departments d on d.id = $1
       where ${activePerson} and (d.head_id = u.id or (u.department_id = d.id and 'manager' = any(u.roles)))
       order by (d.head_id is distinct from u.id), u.created_at, u.id`,
      [departmentId],
    ),
  );
}

export async function listPartners(db: Queryable): Promise<UserId[]> {
  return ids(
    await db.query<{ id: UserId }>(
      `select u.id from users u where ${activePerson} and ${isPartner} order by u.created_at, u.id`,
    ),
  );
}

export async function isActivePerson(db: Queryable, userId: UserId): Promise<boolean> {
  const rows = await db.query(`select 1 from users u where u.id = $1 and ${activePerson}`, [userId]);
  return rows.length > 0;
}

/** A partner's step needs a partner; others a manager, a partner or the head of a department. */
export async function isFitApprover(
  db: Queryable,
  input: { userId: UserId; requiredGround: string },
): Promise<boolean> {
  const isSenior = `('manager' = any(u.roles) or exists (select 1 from departments d where d.head_id = u.id))`;
  const rows = await db.query(
    `select 1 from users u where u.id = $1 and ${activePerson} and (${isPartner} or ($2 <> 'partner' and ${isSenior}))`,
    [input.userId, input.requiredGround],
  );
  return rows.length > 0;
}

/** The people named as partners, whether active or not; empty while every manager counts. */
export async function listNamedPartners(db: Queryable): Promise<UserId[]> {
  return ids(
    await db.query<{ id: UserId }>(
      'select u.id from users u join approval_partners p on p.user_id = u.id order by u.created_at, u.id',
    ),
  );
}

export async function savePartners(db: Queryable, userIds: readonly UserId[]): Promise<void> {
  await db.query('delete from approval_partners where user_id <> all($1::uuid[])', [userIds]);
  await db.query('insert into approval_partners (user_id) select unnest($1::uuid[]) on conflict do nothing', [userIds]);
}
