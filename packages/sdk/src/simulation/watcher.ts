import type {
  ClientId,
  ConversationEvent,
  ConversationId,
  ConversationSummary,
  LiveFrame,
  UserId,
} from '@countinghouse/protocol';
import type { ConversationState, TimelineEntry, TimelineMessage } from '../types.ts';
import { isVisible, type ReferenceConversation } from './reference-conversation.ts';
import type { Setting } from './setting.ts';
import type { SimulatedWindow, WindowObserver } from './simulated-window.ts';

interface Seen {
  /** Own messages that were in view. */
  own: Set<ClientId>;
  /** The newest version of each card that was in view. */
  cards: Map<string, number>;
  /** The newest text of each message that was in view: the number of its edit, or beyond all where it was recalled. */
  texts: Map<number, number>;
  /** How far the read position stood that the server has confirmed. */
  cursorSeq: number;
}

const keyOf = (window: SimulatedWindow, conversationId: ConversationId): string => `${window.name} ${conversationId}`;

/** Looks at every state that a view would draw, and holds it against what must be true at any moment. */
export class Watcher implements WindowObserver {
  private readonly setting: Setting;
  private readonly seen = new Map<string, Seen>();
  private readonly verified = new WeakSet<TimelineEntry>();
  private readonly touched = new Set<SimulatedWindow>();

  constructor(setting: Setting) {
    this.setting = setting;
  }

  private seenBy(window: SimulatedWindow, conversationId: ConversationId): Seen {
    const key = keyOf(window, conversationId);
    const seen = this.seen.get(key) ?? { own: new Set(), cards: new Map(), texts: new Map(), cursorSeq: 0 };
    this.seen.set(key, seen);
    return seen;
  }

  /** Somebody else is in front of the window now. */
  forget(window: SimulatedWindow): void {
    for (const key of [...this.seen.keys()]) if (key.startsWith(`${window.name} `)) this.seen.delete(key);
  }

  /** Whoever has left, or came later, is sent nothing of it. */
  handleFrame(userId: UserId | undefined, frame: LiveFrame): void {
    if (frame.type !== 'events' || userId === undefined) return;
    const member = this.setting.database.conversations.get(frame.conversationId)?.members.get(userId);
    for (const event of frame.events) {
      if (member && isVisible(event, member.visibleFromSeq)) continue;
      this.setting.fail('nobody is sent what they may not see', `${userId} ${frame.conversationId} ${event.seq}`);
    }
  }

  handleList(window: SimulatedWindow): void {
    this.touched.add(window);
    for (const row of window.messenger.list.getSnapshot().conversations) this.checkRow(window, row);
  }

  private checkRow(window: SimulatedWindow, row: ConversationSummary): void {
    const { setting } = this;
    const where = `${window.name} ${row.id}`;
    const { userId } = window;
    if (row.messageCount < row.cursor.messageCount) {
      setting.fail('unread is never negative', `${where}: ${row.messageCount} − ${row.cursor.messageCount}`);
    }
    if (userId === undefined || !setting.database.everVisibleFrom.has(`${userId} ${row.id}`)) {
      setting.fail('a list shows only what its person may see', `${where} is a row of somebody else`);
      return;
    }
    const member = setting.database.conversations.get(row.id)?.members.get(userId);
    const confirmed = member?.cursor.seq ?? 0;
    const seen = this.seenBy(window, row.id);
    // With the membership the position is lost; the row goes as soon as the client hears of it.
    if (member && row.cursor.seq < seen.cursorSeq) {
      setting.fail('a read position never moves back', `${where}: ${row.cursor.seq} after ${seen.cursorSeq}`);
    }
    if (row.cursor.seq <= confirmed) seen.cursorSeq = Math.max(seen.cursorSeq, row.cursor.seq);
  }

  handleConversation(window: SimulatedWindow, conversationId: ConversationId): void {
    this.touched.add(window);
    const state = window.opened.get(conversationId)?.getSnapshot();
    const conversation = this.setting.database.conversations.get(conversationId);
    if (!state || !conversation) return;
    const where = keyOf(window, conversationId);
    if (new Set(state.entries.map(({ key }) => key)).size < state.entries.length) {
      this.setting.fail('nothing stands in a conversation twice', where);
    }
    this.checkRange(window, conversation, state);
    for (const entry of state.entries) {
      if (!this.verified.has(entry)) this.checkEntry(window, conversation, entry);
    }
    this.checkOwn(window, conversation, state);
  }

  /** No hole between the first entry and any other; own messages alone may stand beyond one. */
  private checkRange(window: SimulatedWindow, conversation: ReferenceConversation, state: ConversationState) {
    const { id, shownPlaces, events } = conversation;
    let last: number | undefined;
    let lastSeq = 0;
    const visibleFrom = this.setting.database.everVisibleFrom.get(`${window.userId} ${id}`);
    for (const entry of state.entries) {
      const seq = seqOf(entry);
      if (seq === 0) continue;
      if (visibleFrom === undefined || seq < visibleFrom) {
        this.setting.fail('a conversation shows only what its person may see', `${window.name} ${id}: ${seq}`);
      }
      const place = shownPlaces.get(seq);
      if (place === undefined) {
        this.setting.fail('what is shown is in the log', `${window.name} ${id}: ${seq}`);
        return;
      }
      const isNext = last === undefined || place === last + 1;
      if (
        isNext ||
        this.isNothingBetween(events.slice(lastSeq, seq - 1), { shownPlaces, visibleFrom: visibleFrom ?? 1 })
      ) {
        last = place;
        lastSeq = seq;
      } else if (!isMessageOf(entry, window.userId)) {
        this.setting.fail('nothing is shown whose predecessor is missing', `${window.name} ${id}: ${seq}`);
        return;
      }
    }
  }

  /** A line about a message that a late guest does not see is none for them. */
  private isNothingBetween(
    between: readonly ConversationEvent[],
    { shownPlaces, visibleFrom }: { shownPlaces: ReadonlyMap<number, number>; visibleFrom: number },
  ): boolean {
    return !between.some((event) => shownPlaces.has(event.seq) && isVisible(event, visibleFrom));
  }

  private checkEntry(window: SimulatedWindow, conversation: ReferenceConversation, entry: TimelineEntry): void {
    const where = `${window.name} ${conversation.id} ${seqOf(entry)}`;
    if (entry.kind === 'notice') {
      this.verified.add(entry);
      if (JSON.stringify(entry.event) !== JSON.stringify(conversation.events[entry.event.seq - 1])) {
        this.setting.fail('what is shown is what the log says', where);
      }
      return;
    }
    const { message } = entry;
    if (message.seq === 0) {
      this.checkWaiting(where, message);
      return;
    }
    this.verified.add(entry);
    const event = conversation.events[message.seq - 1];
    const isSame =
      event?.kind === 'message.posted' &&
      event.actorId === message.actorId &&
      event.clientId === message.clientId &&
      event.at === message.at;
    if (!isSame) this.setting.fail('what is shown is what the log says', where);
    this.checkText(window, conversation, message);
    this.checkCards(window, conversation, message);
  }

  /** A message is called failed only where the server has refused it, and not because it stands in the log already. */
  private checkWaiting(where: string, { state, refusal, clientId, actorId, text }: TimelineMessage): void {
    const record = this.setting.ledger.find(clientId);
    if (record?.text !== text || record.userId !== actorId) {
      this.setting.fail('what waits was written here', `${where}: ${clientId}`);
    }
    const given: ReadonlySet<string> | undefined = this.setting.database.refused.get(clientId);
    if (state === 'failed' && (refusal === 'client_id_reused' || !given?.has(refusal ?? ''))) {
      this.setting.fail('a message fails only where the server refused it', `${where}: ${clientId} ${refusal}`);
    }
  }

  /** What it says was said, and neither what was taken back nor an older text comes again. */
  private checkText(window: SimulatedWindow, conversation: ReferenceConversation, message: TimelineMessage): void {
    const { seq, text, recalled } = message;
    const where = `${window.name} ${conversation.id} ${seq}`;
    const posted = conversation.messageAt(seq)?.event.content.text;
    const edit = conversation.doneTo(seq).findLast((event) => event.kind === 'message.edited' && event.text === text);
    const known = posted === text ? 0 : edit?.seq;
    const version = recalled ? Number.POSITIVE_INFINITY : known;
    if (recalled && (text !== '' || !conversation.messageAt(seq)?.recall)) {
      this.setting.fail('a recalled message says nothing', where);
    }
    if (version === undefined) {
      this.setting.fail('what is shown is what the log says', `${where}: ${text}`);
      return;
    }
    const { texts } = this.seenBy(window, conversation.id);
    if (version < (texts.get(seq) ?? 0)) this.setting.fail('a message never becomes older', where);
    texts.set(seq, version);
  }

  private checkCards(window: SimulatedWindow, { id, events }: ReferenceConversation, message: TimelineMessage): void {
    const seen = this.seenBy(window, id);
    for (const { cardId, card } of message.cards) {
      const version = Number(card.fallbackText.replace('version ', ''));
      const key = `${message.seq} ${cardId}`;
      const where = `${window.name} ${id} ${key}: ${version}`;
      const event = events[version - 1];
      if (event?.kind !== 'card.set' || event.messageSeq !== message.seq || event.cardId !== cardId) {
        this.setting.fail('what is shown is what the log says', where);
      }
      if (version < (seen.cards.get(key) ?? 0)) this.setting.fail('a card never becomes older', where);
      seen.cards.set(key, version);
    }
  }

  /** An own message that was once in view stays there, first as waiting, then as sent. */
  private checkOwn(window: SimulatedWindow, conversation: ReferenceConversation, state: ConversationState): void {
    const { own } = this.seenBy(window, conversation.id);
    // A part of the past is shown without what is under way.
    if (state.isDetached) return;
    if (this.hasLeft(window, conversation)) {
      own.clear();
      return;
    }
    const messages = state.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
    const now = new Set(messages.filter(({ actorId }) => actorId === window.userId).map(({ clientId }) => clientId));
    const firstSeq = state.entries.map(seqOf).find((seq) => seq > 0) ?? Number.POSITIVE_INFINITY;
    for (const clientId of own) {
      const record = now.has(clientId) ? undefined : this.setting.ledger.find(clientId);
      if (!record || record.discardedAtMs !== undefined) continue;
      const event = conversation.findMessage(record.userId, record.clientId);
      // While the log is being read, and where another window of the browser has sent it, it comes back with the log.
      const isOnItsWay = event && (!state.isLoaded || window.host.windows.length > 1);
      if (!event || (event.seq >= firstSeq && !isOnItsWay)) {
        this.setting.fail('an own message never vanishes', `${window.name} ${conversation.id}: ${clientId}`);
      }
    }
    for (const clientId of now) own.add(clientId);
  }

  private hasLeft(window: SimulatedWindow, conversation: ReferenceConversation): boolean {
    const { connection } = window.messenger.list.getSnapshot();
    return connection === 'signed-out' || window.userId === undefined || !conversation.members.has(window.userId);
  }

  /** Once everything that follows from an event has happened: nothing is left in view that may not be seen any more. */
  checkTouched(): void {
    for (const window of this.touched) if (window.isAlive) this.checkSecrets(window);
    this.touched.clear();
  }

  private checkSecrets(window: SimulatedWindow): void {
    const { connection, isLoaded, conversations } = window.messenger.list.getSnapshot();
    if (connection === 'signed-out' && conversations.length > 0) {
      this.setting.fail('nothing is left in view after signing out', `${window.name}: ${conversations.length} rows`);
    }
    const listed = new Set(conversations.map(({ id }) => id));
    for (const [conversationId, open] of window.opened) {
      const members = this.setting.database.conversations.get(conversationId)?.members;
      const isMember = window.userId !== undefined && members?.has(window.userId);
      const isKnownGone = isLoaded && !isMember && !listed.has(conversationId);
      if (!isKnownGone && connection !== 'signed-out') continue;
      const { entries } = open.getSnapshot();
      if (entries.some((entry) => seqOf(entry) > 0)) {
        const name = connection === 'signed-out' ? 'signing out' : 'leaving a conversation';
        this.setting.fail(`nothing is left in view after ${name}`, `${window.name} ${conversationId}`);
      }
    }
  }
}

export const seqOf = (entry: TimelineEntry): number => (entry.kind === 'message' ? entry.message.seq : entry.event.seq);

const isMessageOf = (entry: TimelineEntry, userId: UserId | undefined): boolean =>
  entry.kind === 'message' && entry.message.actorId === userId;
