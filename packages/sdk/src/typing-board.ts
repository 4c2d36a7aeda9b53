import { type ClientFrame, type ConversationId, typingMs, type UserId } from '@countinghouse/protocol';
import type { Clock } from './clock.ts';
import { type Publications, WatchedState } from './publications.ts';

// Said again in time for nobody to see a pause, and for a lost frame in between.
const sayAgainMs = 3_000;

export interface TypingBoardOptions {
  clock: Clock;
  publications: Publications;
  me(): UserId | undefined;
  send(frame: ClientFrame): void;
}

type Writers = ReadonlyMap<ConversationId, readonly UserId[]>;

/** Who is writing, for as long as they go on saying so. */
export class TypingBoard {
  readonly watched: WatchedState<Writers>;
  private readonly options: TypingBoardOptions;
  /** What takes somebody off the board again. */
  private readonly writing = new Map<ConversationId, Map<UserId, () => void>>();
  private readonly saidAtMs = new Map<ConversationId, number>();

  constructor(options: TypingBoardOptions) {
    this.options = options;
    this.watched = new WatchedState<Writers>(
      options.publications,
      () => new Map([...this.writing].map(([id, people]) => [id, [...people.keys()]])),
    );
  }

  /** I am writing. */
  send(conversationId: ConversationId): void {
    const nowMs = this.options.clock.now();
    const sinceMs = Math.abs(nowMs - (this.saidAtMs.get(conversationId) ?? Number.NEGATIVE_INFINITY));
    if (sinceMs < sayAgainMs) return;
    this.saidAtMs.set(conversationId, nowMs);
    this.options.send({ type: 'typing', conversationId });
  }

  handleTyping({ conversationId, userId }: { conversationId: ConversationId; userId: UserId }): void {
    if (userId === this.options.me()) return;
    const people = this.writing.get(conversationId) ?? new Map<UserId, () => void>();
    const isNew = !people.has(userId);
    people.get(userId)?.();
    people.set(
      userId,
      this.options.clock.after(typingMs, () => this.remove(conversationId, userId)),
    );
    this.writing.set(conversationId, people);
    if (isNew) this.watched.invalidate();
  }

  /** They have written it; the next word of them begins anew. */
  handlePosted(conversationId: ConversationId, userId: UserId): void {
    if (userId === this.options.me()) this.saidAtMs.delete(conversationId);
    this.writing.get(conversationId)?.get(userId)?.();
    this.remove(conversationId, userId);
  }

  private remove(conversationId: ConversationId, userId: UserId): void {
    const people = this.writing.get(conversationId);
    if (!people?.delete(userId)) return;
    if (people.size === 0) this.writing.delete(conversationId);
    this.watched.invalidate();
  }

  /** Without a line nobody knows. */
  clear(): void {
    this.saidAtMs.clear();
    if (this.writing.size === 0) return;
    for (const people of this.writing.values()) for (const cancel of people.values()) cancel();
    this.writing.clear();
    this.watched.invalidate();
  }
}
