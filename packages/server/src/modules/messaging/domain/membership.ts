import type {
  ConversationKind,
  ConversationRole,
  ConversationSettings,
  Person,
  RefusalName,
  UserId,
} from '@countinghouse/protocol';

/** A guest never becomes more than a guest; everybody else joins as a member. */
export const roleOnJoining = (person: Person): ConversationRole => (person.kind === 'guest' ? 'guest' : 'member');

/** Staff read back what was said before they joined, where the group has it so; guests start at their own joining. */
export const firstVisibleSeq = (
  role: ConversationRole,
  joinedSeq: number,
  history: ConversationSettings['history'] = 'all',
): number => (role === 'guest' || history === 'from-joining' ? joinedSeq : 1);

/** Only groups change their members and title. */
export const isGovernable = (kind: ConversationKind): boolean => kind === 'group';

export interface Removal {
  actor: { userId: UserId; role: ConversationRole };
  target: { userId: UserId; role: ConversationRole };
}

/** Everybody may leave; owners and admins remove others; only an owner removes an owner. */
export function mayRemove({ actor, target }: Removal): boolean {
  if (actor.userId === target.userId) return true;
  if (actor.role === 'owner') return true;
  return actor.role === 'admin' && target.role !== 'owner';
}

export interface Candidate {
  userId: UserId;
  role: ConversationRole;
  joinedAt: Date;
}

/** Who owns a group after its owner left, the first who can: the longest-standing admins, then members; never guests. */
export function heirsInOrder(remaining: readonly Candidate[]): Candidate[] {
  const byStanding = [...remaining].sort((left, right) => left.joinedAt.getTime() - right.joinedAt.getTime());
  const withRole = (role: ConversationRole) => byStanding.filter((member) => member.role === role);
  return [...withRole('admin'), ...withRole('member')];
}

export interface RoleChange {
  actor: { userId: UserId; role: ConversationRole };
  target: { userId: UserId; role: ConversationRole };
  role: 'owner' | 'admin' | 'member';
}

/** The roles that change; a name of why not. A group has one owner at any time. */
export function changeRole({
  actor,
  target,
  role,
}: RoleChange): { userId: UserId; role: ConversationRole }[] | RefusalName {
  if (actor.role !== 'owner') return 'right_missing';
  if (target.role === 'guest') return 'group_role_unfit';
  if (target.role === role) return [];
  if (target.userId === actor.userId) return 'group_owner_missing';
  const change = { userId: target.userId, role };
  return role === 'owner' ? [{ userId: actor.userId, role: 'admin' }, change] : [change];
}

/** In bigger groups who has read is asked for, not pushed. */
export const readerGroupMax = 1_000;
