import type { ConversationKind, ConversationRole, Person, UserId } from '@countinghouse/protocol';

/** A guest never becomes more than a guest; everybody else joins as a member. */
export const roleOnJoining = (person: Person): ConversationRole => (person.kind === 'guest' ? 'guest' : 'member');

/** Staff read back what was said before they joined; guests start at their own joining. */
export const firstVisibleSeq = (role: ConversationRole, joinedSeq: number): number =>
  role === 'guest' ? joinedSeq : 1;

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

/** Who owns a group after its last owner left: the longest-standing admin, else the longest-standing member; never a guest. */
export function nextOwner(remaining: readonly Candidate[]): Candidate | undefined {
  if (remaining.some((member) => member.role === 'owner')) return undefined;
  const byStanding = [...remaining].sort((left, right) => left.joinedAt.getTime() - right.joinedAt.getTime());
  return byStanding.find((member) => member.role === 'admin') ?? byStanding.find((member) => member.role === 'member');
}
