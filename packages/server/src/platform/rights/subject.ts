import type { OrgRole, SessionId, UserId, UserKind } from '@countinghouse/protocol';

/** Who asks. Made anew from the database for every request, so that a changed role counts at once. */
export interface Subject {
  userId: UserId;
  kind: UserKind;
  roles: ReadonlySet<OrgRole>;
  /** Absent for apps, which act from inside the server. */
  sessionId: SessionId | undefined;
}

export const hasRole = (subject: Subject, ...roles: OrgRole[]): boolean =>
  roles.some((role) => subject.roles.has(role));
