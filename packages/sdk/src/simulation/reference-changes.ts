import {
  type BodyOf,
  type ConversationEvent,
  type ConversationId,
  type MessageEdited,
  type messages,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { EventBody, Membership, ReferenceConversation } from './reference-conversation.ts';

export interface MessagePlace {
  conversationId: ConversationId;
  seq: number;
}

interface Accessed {
  conversation: ReferenceConversation;
  member: Membership;
}

type Access = (userId: UserId, conversationId: ConversationId) => Accessed;
type Append = (conversation: ReferenceConversation, actorId: UserId, body: EventBody) => ConversationEvent;

/** What is done to messages that are there. */
export class ReferenceChanges {
  private readonly accessConversation: Access;
  private readonly append: Append;
  private readonly editsByClientId = new Map<string, MessageEdited>();

  constructor(access: Access, append: Append) {
    this.accessConversation = access;
    this.append = append;
  }

  private access(userId: UserId, { conversationId, seq }: MessagePlace) {
    const { conversation, member } = this.accessConversation(userId, conversationId);
    const message = conversation.messageAt(seq);
    if (!message || seq < member.visibleFromSeq) throw new Refusal('object_missing', 'no such message');
    return { conversation, message, member };
  }

  private accessUnrecalled(userId: UserId, place: MessagePlace) {
    const accessed = this.access(userId, place);
    if (accessed.message.recall) throw new Refusal('right_missing', 'it was recalled');
    return accessed;
  }

  /** The same client id again gives the same event. */
  edit(userId: UserId, place: MessagePlace, body: BodyOf<typeof messages.edit>): MessageEdited {
    const key = `${userId} ${body.clientId}`;
    const known = this.editsByClientId.get(key);
    if (known) return this.access(userId, place).conversation.given(known);
    const { conversation, message } = this.accessUnrecalled(userId, place);
    if (message.event.actorId !== userId) throw new Refusal('right_missing', 'of somebody else');
    const { text, mentions = [] } = body;
    const event = this.append(conversation, userId, { kind: 'message.edited', messageSeq: place.seq, text, mentions });
    if (event.kind !== 'message.edited') throw new Error('the log gave another kind of event than was written');
    this.editsByClientId.set(key, event);
    return event;
  }

  recall(userId: UserId, place: MessagePlace): ConversationEvent {
    const { conversation, message, member } = this.access(userId, place);
    const mayGovern = member.role === 'owner' || member.role === 'admin';
    if (message.event.actorId !== userId && !mayGovern) throw new Refusal('right_missing', 'of somebody else');
    return message.recall ?? this.append(conversation, userId, { kind: 'message.recalled', messageSeq: place.seq });
  }

  react(userId: UserId, place: MessagePlace, { emoji, isOn }: BodyOf<typeof messages.react>) {
    const { conversation } = this.accessUnrecalled(userId, place);
    const done = conversation.doneTo(place.seq);
    const sets = done.flatMap((event) => (event.kind === 'reaction.set' && event.emoji === emoji ? [event] : []));
    const userIds = sets.at(-1)?.userIds ?? [];
    if (userIds.includes(userId) === isOn) return { event: null };
    const now = isOn ? [...userIds, userId] : userIds.filter((other) => other !== userId);
    const firstSeq = sets[0]?.seq ?? conversation.headSeq + 1;
    const state = { messageSeq: place.seq, emoji, firstSeq, isOn, count: now.length, userIds: now };
    return { event: this.append(conversation, userId, { kind: 'reaction.set', ...state }) };
  }

  pin(userId: UserId, place: MessagePlace, isPinned: boolean) {
    const { conversation } = this.accessUnrecalled(userId, place);
    const last = conversation.doneTo(place.seq).findLast((event) => event.kind === 'pin.set');
    if ((last?.kind === 'pin.set' && last.isPinned) === isPinned) return { event: null };
    return { event: this.append(conversation, userId, { kind: 'pin.set', messageSeq: place.seq, isPinned }) };
  }
}
