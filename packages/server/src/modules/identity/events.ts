import type { UserId, UserKind } from '@countinghouse/protocol';
import type { BusTopic } from '../../platform/bus/bus.ts';
import { defineEvent } from '../../platform/events.ts';

export const personAdded = defineEvent<{ userId: UserId; kind: UserKind }>('person.added');
export const personDeactivated = defineEvent<{ userId: UserId; actorId: UserId }>('person.deactivated');
/** The person belongs to another department, or to none. */
export const departmentSet = defineEvent<{ userId: UserId }>('person.department-set');
export const rolesChanged = defineEvent<{ userId: UserId }>('person.roles-changed');

export interface SessionEnded {
  userId: UserId;
  sessionIds: string[];
}
/** Sockets of these sessions close at once. */
export const sessionEndedTopic: BusTopic<SessionEnded> = { name: 'session-ended' };
