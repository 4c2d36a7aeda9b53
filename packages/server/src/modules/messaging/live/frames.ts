import type {
  ConversationEvent,
  ConversationId,
  Cursor,
  LiveFrame,
  PersonStatus,
  UserEvent,
  UserId,
} from '@countinghouse/protocol';
import { PreparedFrame } from '../../../platform/sockets/prepared-frame.ts';

const prepare = (frame: LiveFrame): PreparedFrame => new PreparedFrame(JSON.stringify(frame));

export const helloFrame = (userSeq: number): PreparedFrame => prepare({ type: 'hello', userSeq });
export const eventsFrame = (conversationId: ConversationId, events: readonly ConversationEvent[]): PreparedFrame =>
  prepare({ type: 'events', conversationId, events: [...events] });
export const userFrame = (events: readonly UserEvent[]): PreparedFrame =>
  prepare({ type: 'user', events: [...events] });
export const readersFrame = (
  conversationId: ConversationId,
  cursors: readonly { userId: UserId; cursor: Cursor }[],
): PreparedFrame => prepare({ type: 'readers', conversationId, cursors: [...cursors] });
/** Whoever is named is quiet, or away, only where these lists say so. */
export interface PresenceTold {
  online: UserId[];
  offline: UserId[];
  away: UserId[];
  quiet: UserId[];
}

export const presenceFrame = ({ online, offline, away, quiet }: PresenceTold): PreparedFrame => {
  const marks = { ...(away.length > 0 ? { away } : {}), ...(quiet.length > 0 ? { quiet } : {}) };
  return prepare({ type: 'presence', online, offline, ...marks });
};
export const typingFrame = (conversationId: ConversationId, userId: UserId): PreparedFrame =>
  prepare({ type: 'typing', conversationId, userId });
export const statusFrame = (userId: UserId, status: PersonStatus | null): PreparedFrame =>
  prepare({ type: 'status', userId, status });
export const byeFrame = (reason: 'session_ended' | 'server_stopping'): PreparedFrame =>
  prepare({ type: 'bye', reason });
export const pullFrame = prepare({ type: 'pull' });
/** No news: lets a client tell a quiet line from a dead one, and asks it for an answer. */
export const keepAliveFrame = new PreparedFrame(JSON.stringify({ type: 'user', events: [] } satisfies LiveFrame), {
  asksForAnswer: true,
});
