import type { ConversationEvent, ConversationId, LiveFrame, UserEvent } from '@countinghouse/protocol';

const encode = (frame: LiveFrame): Buffer => Buffer.from(JSON.stringify(frame));

export const helloFrame = (userSeq: number): Buffer => encode({ type: 'hello', userSeq });
export const eventsFrame = (conversationId: ConversationId, events: readonly ConversationEvent[]): Buffer =>
  encode({ type: 'events', conversationId, events: [...events] });
export const userFrame = (events: readonly UserEvent[]): Buffer => encode({ type: 'user', events: [...events] });
export const byeFrame = (reason: 'session_ended' | 'server_stopping'): Buffer => encode({ type: 'bye', reason });
export const pullFrame = encode({ type: 'pull' });
/** No news: lets a client tell a quiet line from a dead one. */
export const keepAliveFrame = userFrame([]);
