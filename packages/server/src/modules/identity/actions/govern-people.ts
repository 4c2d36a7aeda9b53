import { type OrgRole, type Person, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { personAdded, personDeactivated, rolesChanged } from '../events.ts';
import { endSessions, makeLink } from '../sessions.ts';
import {
  countActiveWithRole,
  findPeople,
  insertPerson,
  lockAccount,
  markDeactivated,
  type NewPerson,
  updateRoles,
} from '../store/people-store.ts';
import { voidLinks } from '../store/session-store.ts';
import { demandDepartment } from './govern-organisation.ts';

type Parts = Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config' | 'events'>;

const administration: readonly OrgRole[] = ['system_admin', 'security_admin', 'audit_admin'];

/** System, security and audit administration stay in different hands; a guest holds no role of the firm. */
function checkRoles(roles: readonly OrgRole[], kind: string): void {
  const held = administration.filter((role) => roles.includes(role));
  if (held.length > 1)
    throw new Refusal('roles_conflict', `${held.join(' and ')} must be different people`, { roles: held.join(', ') });
  if (kind === 'guest' && roles.some((role) => role !== 'guest')) {
    throw new Refusal('roles_conflict', 'a guest cannot hold a role of the firm', { roles: roles.join(', ') });
  }
}

/** Adds a person without checking who asks: for the administrator's endpoint, first start and the demonstration. */
export async function addPerson(
  parts: Parts,
  tx: Transaction,
  input: Omit<NewPerson, 'id' | 'at'> & { actorId: UserId | null },
): Promise<UserId> {
  checkRoles(input.roles, input.kind);
  const id = parts.newId<'user'>();
  const at = parts.clock.now();
  const { actorId, ...person } = input;
  if (!(await insertPerson(tx, { ...person, id, at })))
    throw new Refusal('login_taken', undefined, { login: input.login });
  recordAudit(tx, {
    at,
    actorId,
    action: 'person.added',
    objectType: 'user',
    objectId: id,
    detail: { kind: input.kind, roles: [...input.roles].sort() },
  });
  await parts.events.emit(tx, personAdded, { userId: id, kind: input.kind });
  return id;
}

export async function createPerson(
  parts: Parts,
  subject: Subject,
  input: Omit<NewPerson, 'id' | 'at'>,
): Promise<{ person: Person; signInLink: string }> {
  demand(subject, 'write', 'account');
  return parts.database.transaction(async (tx) => {
    if (input.departmentId) await demandDepartment(tx, input.departmentId);
    const userId = await addPerson(parts, tx, { ...input, actorId: subject.userId });
    const [person] = await findPeople(tx, [userId]);
    if (!person) throw new Error('the person just added is not there');
    return { person, signInLink: await makeLink(parts, tx, { userId, actorId: subject.userId }) };
  });
}

export async function createLink(parts: Parts, subject: Subject, userId: UserId): Promise<{ signInLink: string }> {
  demand(subject, 'write', 'account');
  return parts.database.transaction(async (tx) => {
    const account = await accessAccount(tx, userId);
    if (!account.person.isActive) throw new Refusal('account_deactivated');
    return { signInLink: await makeLink(parts, tx, { userId, actorId: subject.userId }) };
  });
}

export async function setRoles(
  parts: Parts,
  subject: Subject,
  input: { userId: UserId; roles: OrgRole[] },
): Promise<void> {
  demand(subject, 'write', 'account');
  await parts.database.transaction(async (tx) => {
    const account = await accessAccount(tx, input.userId);
    checkRoles(input.roles, account.person.kind);
    const roles = [...new Set(input.roles)].sort();
    await updateRoles(tx, input.userId, roles);
    if (account.roles.includes('system_admin') && !roles.includes('system_admin')) await demandAdministrator(tx);
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: subject.userId,
      action: 'person.roles-changed',
      objectType: 'user',
      objectId: input.userId,
      detail: { from: [...account.roles].sort(), to: roles },
    });
    await parts.events.emit(tx, rolesChanged, { userId: input.userId });
  });
}

export async function deactivate(parts: Parts, subject: Subject, userId: UserId): Promise<void> {
  demand(subject, 'cut-off', 'account');
  await parts.database.transaction(async (tx) => {
    const account = await accessAccount(tx, userId);
    if (!account.person.isActive) return;
    const at = parts.clock.now();
    await markDeactivated(tx, userId, at);
    if (account.roles.includes('system_admin')) await demandAdministrator(tx);
    await voidLinks(tx, userId, at);
    recordAudit(tx, {
      at,
      actorId: subject.userId,
      action: 'person.deactivated',
      objectType: 'user',
      objectId: userId,
      detail: {},
    });
    await endSessions(parts, tx, { userId, actorId: subject.userId });
    await parts.events.emit(tx, personDeactivated, { userId, actorId: subject.userId });
  });
}

async function accessAccount(tx: Transaction, userId: UserId) {
  const account = await lockAccount(tx, userId);
  if (!account) throw new Refusal('object_missing');
  return account;
}

async function demandAdministrator(tx: Transaction): Promise<void> {
  if ((await countActiveWithRole(tx, 'system_admin')) === 0) throw new Refusal('last_administrator');
}
