import type { IncomingMessage } from 'node:http';
import type { BilingualName, Department, DepartmentId, Firm, SessionId, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { recordAudit } from '../audit/index.ts';
import { addPerson } from './actions/govern-people.ts';
import { EndedSessionWatch } from './ended-sessions.ts';
import { hashPassword } from './password.ts';
import type { DirectorySources } from './queries/list-directory.ts';
import { registerRoutes } from './routes.ts';
import { authenticate, createFindSession, findSubjects, makeLink, type SignedInSubject } from './sessions.ts';
import {
  findUserIdByLogin,
  type NewPerson,
  saveFirm,
  updatePasswordHash,
  upsertDepartment,
} from './store/people-store.ts';

export {
  departmentSet,
  personAdded,
  personDeactivated,
  rolesChanged,
  type SessionEnded,
  sessionEndedTopic,
} from './events.ts';
export { demandPeopleOfFirm } from './people-of-firm.ts';
export type { DirectorySources } from './queries/list-directory.ts';
export {
  countActiveWithRole,
  findDepartments,
  findFirm,
  findPeople,
  findRecipients,
  findUserIdByLogin,
  listActiveWithRole,
  listDepartments,
  listPeople,
  type Recipient,
} from './store/people-store.ts';

export interface Identity {
  registerRoutes(app: FastifyInstance, sources: DirectorySources): void;
  /** Notices sessions that other processes end, where there are any. */
  start(): void;
  stop(): void;
  /** Finds the session of a request by cookie or bearer token; for the WebSocket upgrade. */
  authenticate(request: IncomingMessage): Promise<Subject | undefined>;
  /** The subjects of those of the sessions that have not ended. */
  findSubjects(sessionIds: readonly SessionId[]): Promise<SignedInSubject[]>;
  /** The user that stands for a program; made on first call. */
  ensureApp(tx: Transaction, app: { login: string; name: BilingualName }): Promise<UserId>;
  /** First start and demonstration; nobody's rights are asked. */
  addPerson(tx: Transaction, person: Omit<NewPerson, 'id' | 'at'>): Promise<UserId>;
  setInitialPassword(tx: Transaction, userId: UserId, password: string): Promise<void>;
  makeLink(tx: Transaction, userId: UserId): Promise<string>;
  saveDepartment(tx: Transaction, department: Omit<Department, 'id'> & { id?: DepartmentId }): Promise<DepartmentId>;
  saveFirm(tx: Transaction, firm: Firm): Promise<void>;
}

export function createIdentity(
  platform: Pick<Platform, 'database' | 'clock' | 'newId' | 'bus' | 'config' | 'events' | 'log'>,
): Identity {
  const endedSessions = new EndedSessionWatch(platform);
  const audited = (tx: Transaction, action: string, objectType: string, objectId: string) =>
    recordAudit(tx, { at: platform.clock.now(), actorId: null, action, objectType, objectId, detail: {} });
  const parts = { ...platform, findSession: createFindSession(platform) };
  return {
    registerRoutes: (app, sources) => registerRoutes(app, parts, sources),
    start: () => {
      if (platform.bus.isShared) endedSessions.start();
    },
    stop: () => endedSessions.stop(),
    authenticate: (request) => authenticate(parts, request),
    findSubjects: (sessionIds) => findSubjects(platform, sessionIds),
    ensureApp: async (tx, app) =>
      (await findUserIdByLogin(tx, app.login)) ??
      (await findWhereOthersWait(tx, app.login)) ??
      addPerson(platform, tx, {
        kind: 'app',
        login: app.login,
        name: app.name,
        title: { zh: '应用', en: 'App' },
        departmentId: null,
        roles: [],
        actorId: null,
      }),
    addPerson: (tx, person) => addPerson(platform, tx, { ...person, actorId: null }),
    setInitialPassword: async (tx, userId, password) => {
      await updatePasswordHash(tx, userId, await hashPassword(password));
      audited(tx, 'password.changed', 'user', userId);
    },
    makeLink: (tx, userId) => makeLink(platform, tx, { userId, actorId: null }),
    saveDepartment: async (tx, department) => {
      const id = department.id ?? platform.newId<'department'>();
      await upsertDepartment(tx, { ...department, id });
      audited(tx, 'department.saved', 'department', id);
      return id;
    },
    saveFirm: async (tx, firm) => {
      await saveFirm(tx, firm);
      audited(tx, 'firm.saved', 'firm', 'firm');
    },
  };
}

/** Two processes that need the same app for the first time make one: the second waits for the first to commit. */
async function findWhereOthersWait(tx: Transaction, login: string): Promise<UserId | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`app ${login}`]);
  return findUserIdByLogin(tx, login);
}
