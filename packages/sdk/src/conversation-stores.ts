import type { ConversationId } from '@countinghouse/protocol';
import type { ConversationStore } from './conversation-store.ts';

// Conversations stay warm for a while after they are closed, so that going back and forth costs nothing.
const warmMax = 20;

interface Held {
  store: ConversationStore;
  users: number;
  /** Events passed it by while it was not connected. */
  isStale: boolean;
}

/** The conversations that views look at, and those that they looked at lately. */
export class ConversationStores {
  private readonly held = new Map<ConversationId, Held>();
  private readonly make: (conversationId: ConversationId) => ConversationStore;

  constructor(make: (conversationId: ConversationId) => ConversationStore) {
    this.make = make;
  }

  find(conversationId: ConversationId): ConversationStore | undefined {
    return this.held.get(conversationId)?.store;
  }

  /** Brought up to date unless it has been followed all the time. */
  open(conversationId: ConversationId): ConversationStore {
    const held = this.held.get(conversationId) ?? { store: this.make(conversationId), users: 0, isStale: true };
    this.held.delete(conversationId);
    this.held.set(conversationId, held);
    held.users += 1;
    if (held.isStale) {
      held.isStale = false;
      void held.store.pull();
    }
    return held.store;
  }

  close(conversationId: ConversationId): void {
    const held = this.held.get(conversationId);
    if (held) held.users -= 1;
    const unused = [...this.held].filter(([, { users }]) => users === 0);
    for (const [id] of unused.slice(0, Math.max(0, unused.length - warmMax))) this.held.delete(id);
  }

  listOpen(): ConversationStore[] {
    return [...this.held.values()].filter(({ users }) => users > 0).map(({ store }) => store);
  }

  /** After a time without a line: what is in view catches up now, the rest when it is opened. */
  catchUp(): void {
    for (const held of this.held.values()) {
      held.isStale = held.users === 0;
      if (!held.isStale) void held.store.pull();
    }
  }

  /** The caller may not see it any more. */
  drop(conversationId: ConversationId): void {
    const held = this.held.get(conversationId);
    if (!held) return;
    held.store.empty();
    held.isStale = true;
    if (held.users === 0) this.held.delete(conversationId);
  }

  /** The caller may see it again, or its rights in it changed. */
  refresh(conversationId: ConversationId): void {
    const held = this.held.get(conversationId);
    if (held && held.users > 0) void held.store.pull();
    else if (held) held.isStale = true;
  }

  publish(conversationId: ConversationId): void {
    this.held.get(conversationId)?.store.publish();
  }

  clear(): void {
    for (const held of this.held.values()) {
      held.store.empty();
      held.isStale = true;
    }
  }
}
