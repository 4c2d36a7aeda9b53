import { type Static, Type } from 'typebox';
import { Card } from './cards.ts';
import { endpoint } from './endpoint.ts';
import { FileRef, filesPerMessageMax } from './files.ts';
import { ClientId, ConversationId, EngagementId, FileId, UserId } from './ids.ts';
import { Instant, oneOf, Seq } from './values.ts';

export const messageTextLengthMax = 20_000;
export const historyPageMax = 200;

/** `app` is a direct conversation between a person and an app. */
export const ConversationKind = oneOf(['group', 'direct', 'app']);
export type ConversationKind = Static<typeof ConversationKind>;
export const ConversationRole = oneOf(['owner', 'admin', 'member', 'guest']);
export type ConversationRole = Static<typeof ConversationRole>;
export const DataClass = oneOf(['general', 'important', 'core']);
export type DataClass = Static<typeof DataClass>;

export const MessageContent = Type.Object({
  text: Type.String({ maxLength: messageTextLengthMax }),
  mentions: Type.Array(UserId, { maxItems: 200 }),
  files: Type.Array(FileRef, { maxItems: filesPerMessageMax }),
});
export type MessageContent = Static<typeof MessageContent>;

const previewLengthMax = 100;

/** One line of a message for lists: its text, or else the names of its files. */
export function messagePreview(content: MessageContent): string {
  const line = content.text.trim() === '' ? content.files.map((file) => file.name).join(', ') : content.text;
  return [
    ...line
      .slice(0, previewLengthMax * 4)
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, previewLengthMax)
    .join('');
}

const eventBase = {
  conversationId: ConversationId,
  seq: Seq,
  /** How many messages the conversation holds up to and including this event; unread = this − the cursor's. */
  messageCount: Seq,
  at: Instant,
  actorId: UserId,
};

export const MessagePosted = Type.Object({
  ...eventBase,
  kind: Type.Literal('message.posted'),
  clientId: ClientId,
  content: MessageContent,
});
export type MessagePosted = Static<typeof MessagePosted>;

/** A card on a message, new or changed. Several cards may stand on one message; `cardId` tells them apart. */
export const CardSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('card.set'),
  messageSeq: Seq,
  cardId: Type.String({ maxLength: 100 }),
  /** The event that first set this card; cards of a message stand in this order. */
  firstSeq: Seq,
  card: Card,
});
export type CardSet = Static<typeof CardSet>;

export const MemberJoined = Type.Object({
  ...eventBase,
  kind: Type.Literal('member.joined'),
  userId: UserId,
  role: ConversationRole,
});
export const MemberLeft = Type.Object({ ...eventBase, kind: Type.Literal('member.left'), userId: UserId });
export const ConversationRenamed = Type.Object({
  ...eventBase,
  kind: Type.Literal('conversation.renamed'),
  title: Type.String(),
});

export const ConversationEvent = Type.Union([MessagePosted, CardSet, MemberJoined, MemberLeft, ConversationRenamed]);
export type ConversationEvent = Static<typeof ConversationEvent>;

/** Read position of one member: everything up to `seq`. */
export const Cursor = Type.Object({ seq: Seq, messageCount: Seq });
export type Cursor = Static<typeof Cursor>;

export const Member = Type.Object({ userId: UserId, role: ConversationRole, joinedAt: Instant, cursor: Cursor });
export type Member = Static<typeof Member>;

/** One row of the conversation list, with absolute values. */
export const ConversationSummary = Type.Object({
  id: ConversationId,
  kind: ConversationKind,
  title: Type.String(),
  /** The other side of a direct or app conversation. */
  peerId: Type.Union([UserId, Type.Null()]),
  parentId: Type.Union([ConversationId, Type.Null()]),
  engagementId: Type.Union([EngagementId, Type.Null()]),
  dataClass: DataClass,
  memberCount: Type.Integer({ minimum: 0 }),
  myRole: ConversationRole,
  headSeq: Seq,
  messageCount: Seq,
  cursor: Cursor,
  lastMessage: Type.Union([
    Type.Object({ seq: Seq, actorId: UserId, at: Instant, preview: Type.String() }),
    Type.Null(),
  ]),
});
export type ConversationSummary = Static<typeof ConversationSummary>;

const ConversationParams = Type.Object({ conversationId: ConversationId });
const Title = Type.String({ minLength: 1, maxLength: 100 });

export const conversations = {
  create: endpoint({
    id: 'conversations.create',
    method: 'POST',
    path: '/api/conversations',
    summary: 'Make a group.',
    body: Type.Object({
      clientId: ClientId,
      title: Title,
      memberIds: Type.Array(UserId, { maxItems: 500 }),
      engagementId: Type.Optional(EngagementId),
      parentId: Type.Optional(ConversationId),
      dataClass: Type.Optional(DataClass),
    }),
    response: ConversationSummary,
  }),
  openDirect: endpoint({
    id: 'conversations.open-direct',
    method: 'POST',
    path: '/api/conversations/direct',
    summary: 'Find or make the direct conversation with one person or app.',
    body: Type.Object({ userId: UserId }),
    response: ConversationSummary,
  }),
  get: endpoint({
    id: 'conversations.get',
    method: 'GET',
    path: '/api/conversations/:conversationId',
    summary: 'One conversation with its members.',
    params: ConversationParams,
    response: Type.Object({ summary: ConversationSummary, members: Type.Array(Member) }),
  }),
  /** Give `beforeSeq` to read back, `afterSeq` to catch up, neither for the newest page. */
  history: endpoint({
    id: 'conversations.history',
    method: 'GET',
    path: '/api/conversations/:conversationId/events',
    summary: 'A range of the conversation log, oldest first, with the newest state of each card on its messages.',
    params: ConversationParams,
    query: Type.Object({
      beforeSeq: Type.Optional(Seq),
      afterSeq: Type.Optional(Seq),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: historyPageMax })),
    }),
    response: Type.Object({
      events: Type.Array(ConversationEvent),
      /** Last `card.set` of each card on a message of this page, where it lies outside the page. */
      laterCards: Type.Array(CardSet),
      headSeq: Seq,
      /** First seq that the caller may see. */
      firstSeq: Seq,
    }),
  }),
  postMessage: endpoint({
    id: 'conversations.post-message',
    method: 'POST',
    path: '/api/conversations/:conversationId/messages',
    summary: 'Post a message; answered once it is on disk.',
    params: ConversationParams,
    body: Type.Object({
      clientId: ClientId,
      /** Who wrote it; refused (`session_missing`) where somebody else has meanwhile signed in to the same browser. */
      actorId: Type.Optional(UserId),
      text: Type.String({ maxLength: messageTextLengthMax }),
      mentions: Type.Optional(Type.Array(UserId, { maxItems: 200 })),
      fileIds: Type.Optional(Type.Array(FileId, { maxItems: filesPerMessageMax })),
    }),
    response: MessagePosted,
  }),
  moveCursor: endpoint({
    id: 'conversations.move-cursor',
    method: 'PUT',
    path: '/api/conversations/:conversationId/cursor',
    summary: 'I have read up to here. Never moves back.',
    params: ConversationParams,
    body: Type.Object({ seq: Seq }),
    response: Cursor,
  }),
  addMembers: endpoint({
    id: 'conversations.add-members',
    method: 'POST',
    path: '/api/conversations/:conversationId/members',
    summary: 'Add people (owner and admins).',
    params: ConversationParams,
    body: Type.Object({ userIds: Type.Array(UserId, { minItems: 1, maxItems: 500 }) }),
  }),
  removeMember: endpoint({
    id: 'conversations.remove-member',
    method: 'DELETE',
    path: '/api/conversations/:conversationId/members/:userId',
    summary: 'Remove somebody (owner and admins), or leave.',
    params: Type.Object({ conversationId: ConversationId, userId: UserId }),
  }),
  rename: endpoint({
    id: 'conversations.rename',
    method: 'PUT',
    path: '/api/conversations/:conversationId/title',
    summary: 'Change the title (owner and admins).',
    params: ConversationParams,
    body: Type.Object({ title: Title }),
  }),
};
