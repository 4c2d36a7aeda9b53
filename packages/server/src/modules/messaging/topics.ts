import type { ConversationEvent, ConversationId, Cursor, PersonStatus, UserId } from '@countinghouse/protocol';
import type { BusTopic } from '../../platform/bus/bus.ts';
import type { StoredUserEvent } from './store/user-log-store.ts';

/** Bus topics of this module and their messages. They are hints: whoever misses one pulls. */
export interface ConversationEventsHint {
  conversationId: ConversationId;
  events: readonly ConversationEvent[];
  /** Set where `events` is empty because the one event is too big for the bus: the log has grown to here, pull. */
  headSeq?: number;
}

export const conversationEventsTopic: BusTopic<ConversationEventsHint> = {
  name: 'conversation-events',
  divide: ({ conversationId, events }) => {
    const [first, ...others] = events;
    if (first !== undefined && others.length === 0) return [{ conversationId, events: [], headSeq: first.seq }];
    return halves(events).map((half) => ({ conversationId, events: half }));
  },
};

export interface UserEventsHint {
  userId: UserId;
  events: readonly StoredUserEvent[];
}

export const userEventsTopic: BusTopic<UserEventsHint> = {
  name: 'user-events',
  revive: ({ userId, events }) => ({ userId, events: events.map((event) => ({ ...event, at: new Date(event.at) })) }),
  divide: ({ userId, events }) => halves(events).map((half) => ({ userId, events: half })),
};

/** A read position that somebody moved by reading; an own message says the same by itself. */
export interface CursorMoved {
  conversationId: ConversationId;
  userId: UserId;
  cursor: Cursor;
}

export const cursorsMovedTopic: BusTopic<CursorMoved> = { name: 'cursors-moved' };

/** Somebody is writing; forgotten at once. */
export interface TypingNews {
  conversationId: ConversationId;
  userId: UserId;
}

export const typingTopic: BusTopic<TypingNews> = { name: 'typing' };

/** Somebody says something else of themselves; null: nothing. */
export interface StatusNews {
  userId: UserId;
  status: PersonStatus | null;
}

export const statusTopic: BusTopic<StatusNews> = { name: 'status' };

/** Somebody chose anew when they do not want to be disturbed; what they chose is read where it is needed. */
export interface QuietNews {
  userId: UserId;
}

export const quietTopic: BusTopic<QuietNews> = { name: 'quiet-times' };

/** Who is on the lines of one process, `away` among `online`. `state` is everybody, in parts of which the first one says so. */
export type PresenceNews = { node: string } & (
  | { kind: 'changes'; online: readonly UserId[]; offline: readonly UserId[]; away?: readonly UserId[] }
  | { kind: 'state'; isFirst: boolean; online: readonly UserId[]; away?: readonly UserId[] }
  | { kind: 'ask' | 'alive' | 'gone' }
);

export const presenceTopic: BusTopic<PresenceNews> = { name: 'presence' };

function halves<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(items.length / 2);
  return items.length < 2 ? [] : [items.slice(0, middle), items.slice(middle)];
}
