import type {
  Department,
  DepartmentId,
  Firm,
  Locale,
  OrgRole,
  Person,
  UserId,
  UserKind,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

interface PersonRow {
  id: UserId;
  kind: UserKind;
  login: string;
  name_zh: string;
  name_en: string | null;
  title_zh: string;
  title_en: string | null;
  department_id: DepartmentId | null;
  roles: OrgRole[];
  created_at: Date;
  deactivated_at: Date | null;
}

const personColumns =
  'id, kind, login, name_zh, name_en, title_zh, title_en, department_id, roles, created_at, deactivated_at';

const bilingual = (zh: string, en: string | null) => (en === null ? { zh } : { zh, en });

const presentPerson = (row: PersonRow): Person => ({
  id: row.id,
  kind: row.kind,
  login: row.login,
  name: bilingual(row.name_zh, row.name_en),
  title: bilingual(row.title_zh, row.title_en),
  departmentId: row.department_id,
  isActive: row.deactivated_at === null,
});

export interface Account {
  person: Person;
  roles: OrgRole[];
  createdAt: string;
}

const presentAccount = (row: PersonRow): Account => ({
  person: presentPerson(row),
  roles: row.roles,
  createdAt: row.created_at.toISOString(),
});

/** In no particular order; unknown ids are left out. */
export async function findPeople(db: Queryable, ids: readonly UserId[]): Promise<Person[]> {
  const rows = await db.query<PersonRow>(`select ${personColumns} from users where id = any($1)`, [ids]);
  return rows.map(presentPerson);
}

export async function listPeople(db: Queryable): Promise<Person[]> {
  const rows = await db.query<PersonRow>(`select ${personColumns} from users order by kind, login`);
  return rows.map(presentPerson);
}

export async function listAccounts(db: Queryable): Promise<Account[]> {
  const rows = await db.query<PersonRow>(
    `select ${personColumns} from users where kind <> 'app' order by created_at, login`,
  );
  return rows.map(presentAccount);
}

export async function findAccount(db: Queryable, userId: UserId): Promise<Account | undefined> {
  const [row] = await db.query<PersonRow>(`select ${personColumns} from users where id = $1`, [userId]);
  return row && presentAccount(row);
}

/** Locks the account until the transaction ends. */
export async function lockAccount(db: Queryable, userId: UserId): Promise<Account | undefined> {
  const [row] = await db.query<PersonRow>(
    `select ${personColumns} from users where id = $1 and kind <> 'app' for update`,
    [userId],
  );
  return row && presentAccount(row);
}

export interface NewPerson {
  id: UserId;
  kind: UserKind;
  login: string;
  name: { zh: string; en?: string };
  title: { zh: string; en?: string };
  departmentId: DepartmentId | null;
  roles: readonly OrgRole[];
  at: Date;
}

/** False where the login is taken. */
export async function insertPerson(db: Queryable, person: NewPerson): Promise<boolean> {
  const rows = await db.query(
    `insert into users (id, kind, login, name_zh, name_en, title_zh, title_en, department_id, roles, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (login) do nothing returning id`,
    [
      person.id,
      person.kind,
      person.login,
      person.name.zh,
      person.name.en ?? null,
      person.title.zh,
      person.title.en ?? null,
      person.departmentId,
      person.roles,
      person.at,
    ],
  );
  return rows.length > 0;
}

export const updateRoles = (db: Queryable, userId: UserId, roles: readonly OrgRole[]) =>
  db.query('update users set roles = $2 where id = $1', [userId, roles]);

export const updateDepartment = (db: Queryable, userId: UserId, departmentId: DepartmentId | null) =>
  db.query('update users set department_id = $2 where id = $1', [userId, departmentId]);

export const markDeactivated = (db: Queryable, userId: UserId, at: Date) =>
  db.query('update users set deactivated_at = $2 where id = $1', [userId, at]);

export const updateLocale = (db: Queryable, userId: UserId, locale: string) =>
  db.query('update users set locale = $2 where id = $1', [userId, locale]);

export const updatePasswordHash = (db: Queryable, userId: UserId, hash: string) =>
  db.query('update users set password_hash = $2 where id = $1', [userId, hash]);

export async function findCredentials(
  db: Queryable,
  login: string,
): Promise<{ id: UserId; password_hash: string | null; deactivated_at: Date | null } | undefined> {
  const [row] = await db.query<{ id: UserId; password_hash: string | null; deactivated_at: Date | null }>(
    `select id, password_hash, deactivated_at from users where login = $1 and kind <> 'app'`,
    [login],
  );
  return row;
}

export async function countActiveWithRole(db: Queryable, role: OrgRole): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*) as count from users where $1 = any(roles) and deactivated_at is null',
    [role],
  );
  return row?.count ?? 0;
}

/** Active people who hold the role, in the order of their ids. */
export async function listActiveWithRole(db: Queryable, role: OrgRole): Promise<UserId[]> {
  const rows = await db.query<{ id: UserId }>(
    'select id from users where $1 = any(roles) and deactivated_at is null order by id',
    [role],
  );
  return rows.map((row) => row.id);
}

export async function findUserIdByLogin(db: Queryable, login: string): Promise<UserId | undefined> {
  const [row] = await db.query<{ id: UserId }>('select id from users where login = $1', [login]);
  return row?.id;
}

export async function listDepartments(db: Queryable): Promise<Department[]> {
  const rows = await db.query<{ id: DepartmentId; name_zh: string; name_en: string | null; head_id: UserId | null }>(
    'select id, name_zh, name_en, head_id from departments order by name_zh',
  );
  return rows.map((row) => ({ id: row.id, name: bilingual(row.name_zh, row.name_en), headId: row.head_id }));
}

export async function findDepartments(db: Queryable, ids: readonly DepartmentId[]): Promise<Department[]> {
  const wanted = new Set(ids);
  return (await listDepartments(db)).filter((department) => wanted.has(department.id));
}

/** Until the transaction ends nobody else writes departments, so that a name looked for stays free. */
export const lockDepartments = (db: Queryable) => db.query('lock table departments in share row exclusive mode');

export const upsertDepartment = (db: Queryable, department: Department) =>
  db.query(
    `insert into departments (id, name_zh, name_en, head_id) values ($1, $2, $3, $4)
     on conflict (id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, head_id = excluded.head_id`,
    [department.id, department.name.zh, department.name.en ?? null, department.headId],
  );

const unnamedFirm: Firm = { name: { zh: '账房', en: 'Countinghouse' }, buyers: [] };

export async function findFirm(db: Queryable): Promise<Firm> {
  const [row] = await db.query<{ profile: Firm }>('select profile from firm');
  return row?.profile ?? unnamedFirm;
}

export const saveFirm = (db: Queryable, firm: Firm) =>
  db.query('insert into firm (profile) values ($1) on conflict (only_row) do update set profile = excluded.profile', [
    JSON.stringify(firm),
  ]);

/** A person who can be told something while they have no session: what their rights and their language are. */
export interface Recipient {
  userId: UserId;
  kind: UserKind;
  roles: ReadonlySet<OrgRole>;
  locale: Locale;
}

/** Those who are active; programs are told nothing. */
export async function findRecipients(db: Queryable, ids: readonly UserId[]): Promise<Recipient[]> {
  const rows = await db.query<Omit<Recipient, 'roles'> & { roles: OrgRole[] }>(
    `select id as "userId", kind, roles, locale from users
     where id = any($1::uuid[]) and deactivated_at is null and kind <> 'app'`,
    [ids],
  );
  return rows.map((row) => ({ ...row, roles: new Set(row.roles) }));
}
