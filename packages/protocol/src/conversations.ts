import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { ConversationSettings, MemberSettings } from './groups.ts';
import { ClientId, ConversationId, EngagementId, UserId } from './ids.ts';
import {
  Amendment,
  CardSet,
  eventBase,
  MessageEdited,
  MessagePosted,
  MessageRecalled,
  mentionsMax,
  messageTextLengthMax,
  PinSet,
  PollSet,
  postContentFields,
  ReactionSet,
  SeqList,
} from './messages.ts';
import { refusalNames } from './refusals.ts';
import { Instant, oneOf, Seq } from './values.ts';

export const historyPageMax = 200;
/** Messages of one request; a client with more waiting sends them in turns. */
export const postBatchMax = 100;
/** Members or readers of one page; `conversations.get` carries the longest-standing of them. */
export const memberPageMax = 500;

/** `app` is a direct conversation between a person and an app. */
export const ConversationKind = oneOf(['group', 'direct', 'app']);
export type ConversationKind = Static<typeof ConversationKind>;
export const ConversationRole = oneOf(['owner', 'admin', 'member', 'guest']);
export type ConversationRole = Static<typeof ConversationRole>;
/** How strictly a conversation is to be kept, the least strict first. */
const dataClasses = ['general', 'important', 'core'] as const;
export const DataClass = oneOf(dataClasses);
export type DataClass = Static<typeof DataClass>;
/** What is said in a conversation of the one class may be forwarded into one of the other: never into a less strict one. */
export const mayForwardInto = ({ from, into }: { from: DataClass; into: DataClass }): boolean =>
  dataClasses.indexOf(into) >= dataClasses.indexOf(from);

export const MemberJoined = Type.Object({
  ...eventBase,
  kind: Type.Literal('member.joined'),
  userId: UserId,
  role: ConversationRole,
  /** First event that they may see; where it is absent, 1 for people of the firm and this event for guests. */
  firstSeq: Type.Optional(Seq),
});
export const MemberLeft = Type.Object({ ...eventBase, kind: Type.Literal('member.left'), userId: UserId });
export const ConversationRenamed = Type.Object({
  ...eventBase,
  kind: Type.Literal('conversation.renamed'),
  title: Type.String(),
});

export const MemberRoleSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('member.role-set'),
  userId: UserId,
  role: ConversationRole,
});
export const ConversationSettingsSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('conversation.settings-set'),
  settings: ConversationSettings,
});
/** Nothing more can be written; history stays readable. */
export const ConversationArchived = Type.Object({
  ...eventBase,
  kind: Type.Literal('conversation.archived'),
  isArchived: Type.Boolean(),
});

export const ConversationEvent = Type.Union([
  MessagePosted,
  CardSet,
  MessageEdited,
  MessageRecalled,
  ReactionSet,
  PinSet,
  PollSet,
  MemberJoined,
  MemberLeft,
  MemberRoleSet,
  ConversationRenamed,
  ConversationSettingsSet,
  ConversationArchived,
]);
export type ConversationEvent = Static<typeof ConversationEvent>;

/** Read position of one member: everything up to `seq`. */
export const Cursor = Type.Object({ seq: Seq, messageCount: Seq });
export type Cursor = Static<typeof Cursor>;

export const Member = Type.Object({ userId: UserId, role: ConversationRole, joinedAt: Instant, cursor: Cursor });
export type Member = Static<typeof Member>;

/** What somebody has begun to write in a conversation; it belongs to the person and is on all their devices. */
export const Draft = Type.Object({
  /** Position in the user log of the event that set it. */
  seq: Seq,
  at: Instant,
  text: Type.String({ maxLength: messageTextLengthMax }),
  mentions: Type.Array(UserId, { maxItems: mentionsMax }),
});
export type Draft = Static<typeof Draft>;

/** The same in a thread, beside what stands in the conversation itself. */
export const ThreadDraft = Type.Object({ ...Draft.properties, threadSeq: Seq });
export type ThreadDraft = Static<typeof ThreadDraft>;
/** Of one conversation; where more are begun, the oldest is discarded. */
export const threadDraftsMax = 50;

export const mentionSeqsMax = 100;

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
  /** Where the caller has marked it as unread: what lies beyond counts as unread, read or not. Absent: nowhere. */
  mark: Type.Optional(Cursor),
  draft: Type.Union([Draft, Type.Null()]),
  /** By thread; absent where there are none. */
  threadDrafts: Type.Optional(Type.Array(ThreadDraft, { maxItems: threadDraftsMax })),
  /** Messages beyond the read position that name the caller and were not recalled: the newest of them, oldest first. */
  mentionSeqs: Type.Array(Seq, { maxItems: mentionSeqsMax }),
  isArchived: Type.Boolean(),
  settings: ConversationSettings,
  /** The caller's own choices. */
  mine: MemberSettings,
  lastMessage: Type.Union([
    Type.Object({
      seq: Seq,
      actorId: UserId,
      at: Instant,
      /** Empty where the message was recalled. */
      preview: Type.String(),
      isRecalled: Type.Optional(Type.Boolean()),
    }),
    Type.Null(),
  ]),
});
export type ConversationSummary = Static<typeof ConversationSummary>;

type Standing = Pick<ConversationSummary, 'cursor' | 'mark'>;
/** From where on messages count as unread to the caller. */
export const unreadFrom = ({ cursor, mark }: Standing): Cursor => (mark && mark.seq < cursor.seq ? mark : cursor);
/** Messages that count as unread to the caller; 0 where a position is known before the messages that it covers. */
export const unreadCountOf = (row: Standing & Pick<ConversationSummary, 'messageCount'>): number =>
  Math.max(0, row.messageCount - unreadFrom(row).messageCount);

/** Why one message of several was not taken; the others are not touched by it. */
export const PostRefusal = Type.Object({
  refusal: oneOf(refusalNames),
  message: Type.String(),
  params: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type PostRefusal = Static<typeof PostRefusal>;
export const PostAnswer = Type.Union([Type.Object({ event: MessagePosted }), PostRefusal]);
export type PostAnswer = Static<typeof PostAnswer>;

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
      /** What is not named is as in `defaultConversationSettings`. */
      settings: Type.Optional(Type.Partial(ConversationSettings, { additionalProperties: false })),
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
    summary: 'One conversation with its longest-standing members, at most a page of them.',
    params: ConversationParams,
    response: Type.Object({ summary: ConversationSummary, members: Type.Array(Member) }),
  }),
  /** Give `beforeSeq` to read back, `afterSeq` to catch up, neither for the newest page. */
  history: endpoint({
    id: 'conversations.history',
    method: 'GET',
    path: '/api/conversations/:conversationId/events',
    summary: 'A range of the conversation log, oldest first, with what stands on its messages now.',
    params: ConversationParams,
    query: Type.Object({
      beforeSeq: Type.Optional(Seq),
      afterSeq: Type.Optional(Seq),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: historyPageMax })),
    }),
    response: Type.Object({
      events: Type.Array(ConversationEvent),
      /** The newest of each slot of the messages of this page, where it lies outside the page. */
      amendments: Type.Array(Amendment),
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
      ...postContentFields,
    }),
    response: MessagePosted,
  }),
  /** Messages of one person for any conversations, in the order in which they were written. */
  postMessages: endpoint({
    id: 'conversations.post-messages',
    method: 'POST',
    path: '/api/messages',
    summary: 'Post several messages; answered once all that were taken are on disk, an answer for each in their order.',
    body: Type.Object({
      /** Who wrote them; refused (`session_missing`) where somebody else has meanwhile signed in to the same browser. */
      actorId: Type.Optional(UserId),
      messages: Type.Array(
        Type.Object({
          conversationId: ConversationId,
          clientId: ClientId,
          ...postContentFields,
        }),
        { minItems: 1, maxItems: postBatchMax },
      ),
    }),
    response: Type.Object({ answers: Type.Array(PostAnswer) }),
  }),
  listMembers: endpoint({
    id: 'conversations.list-members',
    method: 'GET',
    path: '/api/conversations/:conversationId/members',
    summary: 'The members in the order of their ids, a page at a time.',
    params: ConversationParams,
    query: Type.Object({
      afterUserId: Type.Optional(UserId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: memberPageMax })),
    }),
    response: Type.Object({ members: Type.Array(Member), memberCount: Type.Integer({ minimum: 0 }) }),
  }),
  /** Members at a message are those who had joined and not left when it was posted, without its author. */
  readers: endpoint({
    id: 'conversations.readers',
    method: 'GET',
    path: '/api/conversations/:conversationId/events/:seq/readers',
    summary: 'Who has read a message, or who has not, in the order of their ids, a page at a time; and how many.',
    params: Type.Object({ conversationId: ConversationId, seq: Seq }),
    query: Type.Object({
      state: oneOf(['read', 'unread']),
      afterUserId: Type.Optional(UserId),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: memberPageMax })),
    }),
    response: Type.Object({
      readCount: Type.Integer({ minimum: 0 }),
      unreadCount: Type.Integer({ minimum: 0 }),
      userIds: Type.Array(UserId),
    }),
  }),
  /** For what is on a screen. What is no message, or not to be seen, is left out; at most `messagesBySeqMax`. */
  readerCounts: endpoint({
    id: 'conversations.reader-counts',
    method: 'GET',
    path: '/api/conversations/:conversationId/reader-counts',
    summary: 'How many have read each of these messages and how many have not.',
    params: ConversationParams,
    query: Type.Object({ seqs: SeqList }),
    response: Type.Object({
      counts: Type.Array(
        Type.Object({ seq: Seq, readCount: Type.Integer({ minimum: 0 }), unreadCount: Type.Integer({ minimum: 0 }) }),
      ),
    }),
  }),
  setDraft: endpoint({
    id: 'conversations.set-draft',
    method: 'PUT',
    path: '/api/conversations/:conversationId/draft',
    summary: 'Keep what I have begun to write, for all my devices; a blank text discards it. The last one counts.',
    params: ConversationParams,
    body: Type.Object({
      /** Where it is begun in a thread: the first message of it. */
      threadSeq: Type.Optional(Seq),
      text: Type.String({ maxLength: messageTextLengthMax }),
      mentions: Type.Optional(Type.Array(UserId, { maxItems: mentionsMax })),
    }),
    response: Type.Object({ draft: Type.Union([Draft, Type.Null()]), userSeq: Seq }),
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
  /** Others learn nothing of it: read positions stay where they are. `object_missing` where no message of the caller's sight is there. */
  setMark: endpoint({
    id: 'conversations.set-mark',
    method: 'PUT',
    path: '/api/conversations/:conversationId/mark',
    summary: 'Mark it as unread from a message on, for all my devices; null takes the mark away. The last one counts.',
    params: ConversationParams,
    body: Type.Object({ fromSeq: Type.Union([Seq, Type.Null()]) }),
    response: Type.Object({ mark: Type.Union([Cursor, Type.Null()]), userSeq: Seq }),
  }),
  addMembers: endpoint({
    id: 'conversations.add-members',
    method: 'POST',
    path: '/api/conversations/:conversationId/members',
    summary: 'Add people: owner and admins; members too where the settings say so, but no guests.',
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
