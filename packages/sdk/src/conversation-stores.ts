import type { ConversationId } from '@countinghouse/protocol';
import type { ConversationStore } from './conversation-store.ts';

// A day's work goes back and forth between some fifty conversations: whoever comes again waits for nothing.
const warmMax = 60;

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
  private readonly onOpenChanged: () => void;

  constructor(make: (conversationId: ConversationId) => ConversationStore, onOpenChanged: () => void) {
    this.make = make;
    this.onOpenChanged = onOpenChanged;
  }

  find(conversationId: ConversationId): ConversationStore | undefined {
    return this.held.get(conversationId)?.store;
  }

  /** Brought up to date unless it has been followed all the time. */
  open(conversationId: ConversationId): ConversationStore {
    const known = this.held.get(conversationId);
    const held = known ?? { store: this.make(conversationId), users: 0, isStale: true };
    this.held.delete(conversationId);
    this.held.set(conversationId, held);
    held.users += 1;
    held.store.show();
    if (held.isStale) {
      held.isStale = false;
      void (known ? held.store.pull() : held.store.begin());
    }
    if (held.users === 1) this.onOpenChanged();
    return held.store;
  }

  close(conversationId: ConversationId): void {
    const held = this.held.get(conversationId);
    if (held) held.users -= 1;
    if (held?.users === 0) {
      held.store.rest();
      this.onOpenChanged();
    }
    const unused = [...this.held].filter(([, { users }]) => users === 0);
    for (const [id] of unused.slice(0, Math.max(0, unused.length - warmMax))) this.held.delete(id);
  }

  listOpen(): ConversationStore[] {
    return [...this.held.values()].filter(({ users }) => users > 0).map(({ store }) => store);
  }

  /** The one opened last at the end. */
  listOpenIds(): ConversationId[] {
    return [...this.held].filter(([, { users }]) => users > 0).map(([id]) => id);
  }

  /** Those that are no longer among `known` are gone. */
  dropAllBut(known: ReadonlyMap<ConversationId, unknown>): void {
    for (const id of [...this.held.keys()]) if (!known.has(id)) this.drop(id);
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

  handleOutbox(conversationId: ConversationId): void {
    this.held.get(conversationId)?.store.handleOutbox();
  }

  /** Entries of all conversations that are held in memory. */
  get entryCount(): number {
    return [...this.held.values()].reduce((sum, { store }) => sum + store.entryCount, 0);
  }

  clear(): void {
    for (const held of this.held.values()) {
      held.store.empty();
      held.isStale = true;
    }
  }
}
