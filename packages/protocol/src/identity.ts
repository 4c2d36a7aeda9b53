import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { DepartmentId, EngagementId, SessionId, UserId } from './ids.ts';
import { BilingualName, GivenName, Instant, Locale, oneOf } from './values.ts';

export const OrgRole = oneOf([
  'staff',
  'manager',
  'finance',
  'management',
  'system_admin',
  'security_admin',
  'audit_admin',
  'guest',
]);
export type OrgRole = Static<typeof OrgRole>;

/** `app` stands for a program that posts cards, such as the invoice assistant. */
export const UserKind = oneOf(['person', 'guest', 'app']);
export type UserKind = Static<typeof UserKind>;

/** What a person says of themselves for a while: an emoji, a few words, or both. */
export const PersonStatus = Type.Object({
  emoji: Type.String({ maxLength: 32 }),
  text: Type.String({ maxLength: 60 }),
  until: Type.Union([Instant, Type.Null()]),
});
export type PersonStatus = Static<typeof PersonStatus>;

export const Person = Type.Object({
  id: UserId,
  kind: UserKind,
  login: Type.String(),
  name: BilingualName,
  title: BilingualName,
  departmentId: Type.Union([DepartmentId, Type.Null()]),
  isActive: Type.Boolean(),
  /** Absent where nothing is said, or the time is over. */
  status: Type.Optional(PersonStatus),
});
export type Person = Static<typeof Person>;

export const Department = Type.Object({
  id: DepartmentId,
  name: BilingualName,
  headId: Type.Union([UserId, Type.Null()]),
});
export type Department = Static<typeof Department>;

export const EngagementRole = oneOf(['lead', 'senior', 'junior', 'specialist', 'expert', 'client']);
export type EngagementRole = Static<typeof EngagementRole>;

export const Engagement = Type.Object({
  id: EngagementId,
  code: Type.String(),
  name: BilingualName,
  clientName: Type.String(),
  leadId: UserId,
  dueDate: Type.Union([Type.String(), Type.Null()]),
});
export type Engagement = Static<typeof Engagement>;

export const Firm = Type.Object({
  name: BilingualName,
  /** Names and tax ids that count as "our firm" when the buyer of an invoice is checked. */
  buyers: Type.Array(Type.Object({ name: Type.String(), taxId: Type.String() })),
});
export type Firm = Static<typeof Firm>;

/** The firm's profile as an administrator hands it in. */
const FirmProfile = Type.Object({
  name: GivenName,
  buyers: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
      taxId: Type.String({ minLength: 1, maxLength: 30 }),
    }),
    { maxItems: 100 },
  ),
});

export const Me = Type.Object({
  person: Person,
  roles: Type.Array(OrgRole),
  locale: Locale,
  sessionId: SessionId,
  firm: Firm,
});
export type Me = Static<typeof Me>;

export const Session = Type.Object({
  id: SessionId,
  createdAt: Instant,
  lastSeenAt: Instant,
  device: Type.String(),
  isCurrent: Type.Boolean(),
});
export type Session = Static<typeof Session>;

/** How the session travels: a cookie for browsers, an opaque token (sent as `Authorization: Bearer`) for programs. */
const SessionCarrier = oneOf(['cookie', 'token']);
const SignedIn = Type.Object({ userId: UserId, token: Type.Optional(Type.String()) });
const Login = Type.String({ minLength: 1, maxLength: 64 });
const UserParams = Type.Object({ userId: UserId });
const DepartmentProfile = Type.Object({ name: GivenName, headId: Type.Union([UserId, Type.Null()]) });

export const identity = {
  signIn: endpoint({
    id: 'identity.sign-in',
    method: 'POST',
    path: '/api/sign-in',
    summary: 'Sign in with a password.',
    isPublic: true,
    body: Type.Object({ login: Login, password: Type.String({ maxLength: 256 }), carrier: SessionCarrier }),
    response: SignedIn,
  }),
  redeemLink: endpoint({
    id: 'identity.redeem-link',
    method: 'POST',
    path: '/api/sign-in-links/redeem',
    summary: 'Sign in with a one-time link.',
    isPublic: true,
    body: Type.Object({ token: Type.String({ maxLength: 128 }), carrier: SessionCarrier }),
    response: SignedIn,
  }),
  signOut: endpoint({ id: 'identity.sign-out', method: 'POST', path: '/api/sign-out', summary: 'End this session.' }),
  me: endpoint({ id: 'identity.me', method: 'GET', path: '/api/me', summary: 'Who is signed in.', response: Me }),
  setLocale: endpoint({
    id: 'identity.set-locale',
    method: 'PUT',
    path: '/api/me/locale',
    summary: 'Choose the language.',
    body: Type.Object({ locale: Locale }),
  }),
  setPassword: endpoint({
    id: 'identity.set-password',
    method: 'PUT',
    path: '/api/me/password',
    summary: 'Set a new password; other sessions end.',
    body: Type.Object({
      current: Type.Optional(Type.String({ maxLength: 256 })),
      next: Type.String({ maxLength: 256 }),
    }),
  }),
  listSessions: endpoint({
    id: 'identity.list-sessions',
    method: 'GET',
    path: '/api/me/sessions',
    summary: 'Own sessions.',
    response: Type.Object({ sessions: Type.Array(Session) }),
  }),
  revokeSession: endpoint({
    id: 'identity.revoke-session',
    method: 'DELETE',
    path: '/api/me/sessions/:sessionId',
    summary: 'End one of my sessions.',
    params: Type.Object({ sessionId: SessionId }),
  }),
  /** Guests see only the people they share a conversation with. */
  directory: endpoint({
    id: 'identity.directory',
    method: 'GET',
    path: '/api/directory',
    summary: 'People, departments and the engagements that the caller may see.',
    response: Type.Object({
      people: Type.Array(Person),
      departments: Type.Array(Department),
      engagements: Type.Array(Engagement),
    }),
  }),
  listAccounts: endpoint({
    id: 'identity.list-accounts',
    method: 'GET',
    path: '/api/admin/people',
    summary: 'Accounts with their roles, for administrators.',
    response: Type.Object({
      accounts: Type.Array(Type.Object({ person: Person, roles: Type.Array(OrgRole), createdAt: Instant })),
    }),
  }),
  createPerson: endpoint({
    id: 'identity.create-person',
    method: 'POST',
    path: '/api/admin/people',
    summary: 'Add a person and get a one-time sign-in link for them.',
    body: Type.Object({
      login: Login,
      name: BilingualName,
      title: BilingualName,
      kind: oneOf(['person', 'guest']),
      departmentId: Type.Union([DepartmentId, Type.Null()]),
      roles: Type.Array(OrgRole),
    }),
    response: Type.Object({ person: Person, signInLink: Type.String() }),
  }),
  setRoles: endpoint({
    id: 'identity.set-roles',
    method: 'PUT',
    path: '/api/admin/people/:userId/roles',
    summary: 'Replace the roles of a person.',
    params: UserParams,
    body: Type.Object({ roles: Type.Array(OrgRole) }),
  }),
  deactivate: endpoint({
    id: 'identity.deactivate',
    method: 'POST',
    path: '/api/admin/people/:userId/deactivate',
    summary: 'Cut a person off; sessions and sockets end at once.',
    params: UserParams,
  }),
  createLink: endpoint({
    id: 'identity.create-link',
    method: 'POST',
    path: '/api/admin/people/:userId/sign-in-links',
    summary: 'A new one-time sign-in link.',
    params: UserParams,
    response: Type.Object({ signInLink: Type.String() }),
  }),
  setFirm: endpoint({
    id: 'identity.set-firm',
    method: 'PUT',
    path: '/api/admin/firm',
    summary: "Replace the firm's name and the names and tax ids under which it buys.",
    body: FirmProfile,
  }),
  createDepartment: endpoint({
    id: 'identity.create-department',
    method: 'POST',
    path: '/api/admin/departments',
    summary: 'Add a department; its head approves its costs.',
    body: DepartmentProfile,
    response: Department,
  }),
  changeDepartment: endpoint({
    id: 'identity.change-department',
    method: 'PUT',
    path: '/api/admin/departments/:departmentId',
    summary: 'Rename a department or give it another head.',
    params: Type.Object({ departmentId: DepartmentId }),
    body: DepartmentProfile,
    response: Department,
  }),
  /** Claims that were made before keep the department of their day. */
  setDepartment: endpoint({
    id: 'identity.set-department',
    method: 'PUT',
    path: '/api/admin/people/:userId/department',
    summary: 'Put a person into a department, or into none.',
    params: UserParams,
    body: Type.Object({ departmentId: Type.Union([DepartmentId, Type.Null()]) }),
  }),
};
