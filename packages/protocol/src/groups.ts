import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { ConversationId, UserId } from './ids.ts';
import { Instant, Locale, oneOf } from './values.ts';

export const groupMembersMax = 10_000;

/** How a group is governed; direct and app conversations have the defaults. */
export const ConversationSettings = Type.Object({
  /** What newcomers of the firm read of the time before them; guests never read it. */
  history: oneOf(['all', 'from-joining']),
  /** `invite`: whoever may invite adds people; `ask`: people ask and admins decide; `open`: staff join by themselves. */
  join: oneOf(['invite', 'ask', 'open']),
  mayInvite: oneOf(['members', 'admins']),
  mayPost: oneOf(['members', 'admins']),
  mayMentionAll: oneOf(['members', 'admins']),
  mayPin: oneOf(['members', 'admins']),
  membersMax: Type.Integer({ minimum: 2, maximum: groupMembersMax }),
});
export type ConversationSettings = Static<typeof ConversationSettings>;

export const defaultConversationSettings: ConversationSettings = {
  history: 'all',
  join: 'invite',
  mayInvite: 'admins',
  mayPost: 'members',
  mayMentionAll: 'members',
  mayPin: 'members',
  membersMax: groupMembersMax,
};

/** What one member has chosen for one conversation, on all their devices. */
export const MemberSettings = Type.Object({
  /** At the top of the list. */
  isPinned: Type.Boolean(),
  /** What makes a sound and a notification. */
  notify: oneOf(['all', 'mentions', 'none']),
});
export type MemberSettings = Static<typeof MemberSettings>;

export const defaultMemberSettings: MemberSettings = { isPinned: false, notify: 'all' };

/** Of a request to join: a person asks once, and many people may ask. */
export const joinRequestsMax = 500;
export const joinNoteLengthMax = 200;
export const openGroupPageMax = 100;

/** Somebody of the firm would like to join a group whose settings say `ask`. */
export const JoinRequest = Type.Object({
  conversationId: ConversationId,
  userId: UserId,
  at: Instant,
  note: Type.String({ maxLength: joinNoteLengthMax }),
});
export type JoinRequest = Static<typeof JoinRequest>;

/** A group that the caller may join or ask to join; nothing of what is said in it. */
export const OpenGroup = Type.Object({
  id: ConversationId,
  title: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  join: oneOf(['ask', 'open']),
  /** The caller has asked, and nobody has decided yet. */
  hasAsked: Type.Boolean(),
});
export type OpenGroup = Static<typeof OpenGroup>;

/** A group in which nobody governs any more; nothing of what is said in it. */
export const OwnerlessGroup = Type.Object({
  id: ConversationId,
  title: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  isArchived: Type.Boolean(),
});
export type OwnerlessGroup = Static<typeof OwnerlessGroup>;

export const sharedGroupsMax = 500;

const GroupParams = Type.Object({ conversationId: ConversationId });
const MemberParams = Type.Object({ conversationId: ConversationId, userId: UserId });

export const groups = {
  /** Who governs a direct or app conversation: nobody (`right_missing`). An archived group can still be governed. */
  setSettings: endpoint({
    id: 'groups.set-settings',
    method: 'PATCH',
    path: '/api/conversations/:conversationId/settings',
    summary: 'Change some settings of a group (owner and admins); what is not named stays. Answers with all of them.',
    params: GroupParams,
    body: Type.Partial(ConversationSettings, { additionalProperties: false }),
    response: ConversationSettings,
  }),
  /** A group has one owner: to make another one hands the group over, and the owner before becomes an admin. */
  setMemberRole: endpoint({
    id: 'groups.set-member-role',
    method: 'PUT',
    path: '/api/conversations/:conversationId/members/:userId/role',
    summary: 'Make a member of the firm admin, member or owner (owner only).',
    params: MemberParams,
    body: Type.Object({ role: oneOf(['owner', 'admin', 'member']) }),
  }),
  /** Nothing more can be written there; history stays readable, and people can be added and removed. Groups below it stay as they are. */
  setArchived: endpoint({
    id: 'groups.set-archived',
    method: 'PUT',
    path: '/api/conversations/:conversationId/archived',
    summary: 'Archive a group, or open it again (owner and admins).',
    params: GroupParams,
    body: Type.Object({ isArchived: Type.Boolean() }),
  }),
  /** Any conversation, direct ones too. */
  setMine: endpoint({
    id: 'groups.set-mine',
    method: 'PATCH',
    path: '/api/conversations/:conversationId/mine',
    summary: 'Change some of my own settings of a conversation, on all my devices. Answers with all of them.',
    params: GroupParams,
    body: Type.Partial(MemberSettings, { additionalProperties: false }),
    response: MemberSettings,
  }),
  /** Never for guests (`right_missing`). Without those that the caller is in, and without archived ones. */
  listOpen: endpoint({
    id: 'groups.list-open',
    method: 'GET',
    path: '/api/groups/open',
    summary: 'Groups that I may join or ask to join, the newest first, a page at a time.',
    query: Type.Object({
      /** Part of the title, capitals and small letters alike. */
      text: Type.Optional(Type.String({ maxLength: 100 })),
      beforeId: Type.Optional(ConversationId),
    }),
    response: Type.Object({ groups: Type.Array(OpenGroup), hasMore: Type.Boolean() }),
  }),
  /** At most `sharedGroupsMax`. */
  listShared: endpoint({
    id: 'groups.list-shared',
    method: 'GET',
    path: '/api/groups/shared',
    summary: 'Groups of mine in which this person is too, the newest first, and how many there are.',
    query: Type.Object({ userId: UserId }),
    response: Type.Object({
      groups: Type.Array(Type.Object({ id: ConversationId, title: Type.String() })),
      count: Type.Integer({ minimum: 0 }),
    }),
  }),
  /** Groups whose owner is gone and where nobody of the firm is left to follow. */
  listOwnerless: endpoint({
    id: 'groups.list-ownerless',
    method: 'GET',
    path: '/api/groups/ownerless',
    summary: 'Groups that nobody governs any more (system administrators), the newest first, a page at a time.',
    query: Type.Object({ beforeId: Type.Optional(ConversationId) }),
    response: Type.Object({ groups: Type.Array(OwnerlessGroup), hasMore: Type.Boolean() }),
  }),
  /** Whoever was not in it reads from then on only. `object_missing` where the group is not in `listOwnerless`. */
  appointOwner: endpoint({
    id: 'groups.appoint-owner',
    method: 'PUT',
    path: '/api/groups/:conversationId/owner',
    summary: 'Give a group that nobody governs to somebody of the firm (system administrators); leaves an audit entry.',
    params: GroupParams,
    body: Type.Object({ userId: UserId }),
  }),
  /** `object_missing` where the group cannot be found in `listOpen`. Whoever is in it already gets the same answer. */
  join: endpoint({
    id: 'groups.join',
    method: 'POST',
    path: '/api/groups/:conversationId/join',
    summary: 'Join a group whose settings say `open`.',
    params: GroupParams,
  }),
  /** Asking again replaces the note. Owner and admins get `list.changed` with `join-requests`. */
  askToJoin: endpoint({
    id: 'groups.ask-to-join',
    method: 'PUT',
    path: '/api/groups/:conversationId/join-request',
    summary: 'Ask to join a group whose settings say `ask`.',
    params: GroupParams,
    body: Type.Object({ note: Type.String({ maxLength: joinNoteLengthMax }) }),
  }),
  withdrawJoinRequest: endpoint({
    id: 'groups.withdraw-join-request',
    method: 'DELETE',
    path: '/api/groups/:conversationId/join-request',
    summary: 'Ask no longer.',
    params: GroupParams,
  }),
  /** Of all groups that I own or administer. */
  listJoinRequests: endpoint({
    id: 'groups.list-join-requests',
    method: 'GET',
    path: '/api/groups/join-requests',
    summary: 'Requests to join that wait for me, the oldest first.',
    response: Type.Object({ requests: Type.Array(JoinRequest) }),
  }),
  /** Whoever asked gets `list.changed` with `join-requests`, and the conversation where they are admitted. */
  decideJoinRequest: endpoint({
    id: 'groups.decide-join-request',
    method: 'PUT',
    path: '/api/conversations/:conversationId/join-requests/:userId',
    summary: 'Admit somebody who asked, or decline (owner and admins).',
    params: MemberParams,
    body: Type.Object({ decision: oneOf(['admit', 'decline']) }),
  }),
};

/**
 * `GET`: who has read a message and who has not, as a file for spreadsheets: UTF-8 with a byte order mark, a header in
 * the language of `locale`. For whoever may call `conversations.readers`; leaves an audit entry `readers.exported`.
 */
export const readersFilePath = '/api/conversations/:conversationId/events/:seq/readers.csv';
export const ReadersFileQuery = Type.Object({ locale: Type.Optional(Locale) });
