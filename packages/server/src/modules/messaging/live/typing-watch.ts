import { type ConversationId, typingGroupMax } from '@countinghouse/protocol';
import type { Bus } from '../../../platform/bus/bus.ts';
import { type TypingNews, typingTopic } from '../topics.ts';
import { typingFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';
import type { ReaderWatch } from './reader-watch.ts';
import type { Room } from './room.ts';

export interface TypingWatchParts {
  bus: Pick<Bus, 'publish'>;
  readers: Pick<ReaderWatch, 'watchersOf'>;
  roomOf(conversationId: ConversationId): Room | undefined;
}

/** Tells who is writing to the other members who have the conversation on their screens. Nothing of it is kept. */
export class TypingWatch {
  private readonly parts: TypingWatchParts;

  constructor(parts: TypingWatchParts) {
    this.parts = parts;
  }

  /** What the line says; of a conversation that it does not see, nothing. */
  say(session: LiveSession, conversationId: ConversationId): void {
    const room = this.parts.roomOf(conversationId);
    if (!room?.sessions.has(session) || room.memberCount > typingGroupMax) return;
    this.parts.bus.publish(typingTopic, { conversationId, userId: session.userId });
  }

  handle({ conversationId, userId }: TypingNews): void {
    const room = this.parts.roomOf(conversationId);
    if (!room || room.memberCount > typingGroupMax) return;
    const frame = typingFrame(conversationId, userId);
    for (const session of this.parts.readers.watchersOf(conversationId)) {
      if (session.userId !== userId && room.sessions.has(session)) session.send(frame);
    }
  }
}
