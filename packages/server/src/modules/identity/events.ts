import type { UserId, UserKind } from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';

export const personAdded = defineEvent<{ userId: UserId; kind: UserKind }>('person.added');
export const personDeactivated = defineEvent<{ userId: UserId }>('person.deactivated');
/** The person belongs to another department, or to none. */
export const departmentSet = defineEvent<{ userId: UserId }>('person.department-set');
export const rolesChanged = defineEvent<{ userId: UserId }>('person.roles-changed');

/** Bus topic; sockets of these sessions close at once. */
export const sessionEndedTopic = 'session-ended';
export interface SessionEnded {
  userId: UserId;
  sessionIds: string[];
}
