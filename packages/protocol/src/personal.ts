import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { PersonStatus } from './identity.ts';
import { ClientId, ConversationId, ScheduledMessageId } from './ids.ts';
import { Amendment, MessagePosted, PostContent } from './messages.ts';
import { refusalNames } from './refusals.ts';
import { Instant, oneOf, Seq } from './values.ts';

/** Kept until they are taken away; a list that nobody can look through helps nobody. */
export const bookmarksMax = 5_000;
export const bookmarkPageMax = 50;
export const bookmarkNoteLengthMax = 500;
/** Of one person, waiting and failed together. */
export const scheduledMessagesMax = 100;
/** A message may wait so long: 400 days. */
export const scheduleAheadMsMax = 400 * 24 * 3_600_000;

/** Bookmarks, messages to be sent later, and the status belong to one person and are the same on all their devices. */
export const Bookmark = Type.Object({
  conversationId: ConversationId,
  seq: Seq,
  at: Instant,
  /** Place in the list: greater is newer. */
  place: Seq,
  note: Type.String({ maxLength: bookmarkNoteLengthMax }),
  /** Null where the caller may no longer see it; the note is theirs. */
  message: Type.Union([MessagePosted, Type.Null()]),
  /** The newest of each slot of the message. */
  amendments: Type.Array(Amendment),
});
export type Bookmark = Static<typeof Bookmark>;

export const ScheduledMessage = Type.Object({
  id: ScheduledMessageId,
  conversationId: ConversationId,
  content: PostContent,
  sendAt: Instant,
  /** What is sent is no longer in the list. `failed` stays until it is changed or cancelled. */
  state: oneOf(['waiting', 'failed']),
  /** Why it could not be sent. */
  refusal: Type.Union([oneOf(refusalNames), Type.Null()]),
});
export type ScheduledMessage = Static<typeof ScheduledMessage>;

const BookmarkParams = Type.Object({ conversationId: ConversationId, seq: Seq });
const ScheduledParams = Type.Object({ scheduledMessageId: ScheduledMessageId });
const bookmarkPath = '/api/me/bookmarks/:conversationId/:seq';

export const personal = {
  listBookmarks: endpoint({
    id: 'personal.list-bookmarks',
    method: 'GET',
    path: '/api/me/bookmarks',
    summary: 'My bookmarks, the newest first, a page at a time.',
    query: Type.Object({
      /** `place` of the last one of the page before. */
      beforePlace: Type.Optional(Seq),
      /** Only those of one conversation. */
      conversationId: Type.Optional(ConversationId),
      /** Only that of this message of the conversation. */
      seq: Type.Optional(Seq),
    }),
    response: Type.Object({ bookmarks: Type.Array(Bookmark), hasMore: Type.Boolean() }),
  }),
  /** Again with another note changes the note and keeps the place in the list; without a note, the one that stands stays. */
  putBookmark: endpoint({
    id: 'personal.put-bookmark',
    method: 'PUT',
    path: bookmarkPath,
    summary: 'Keep a message that I see.',
    params: BookmarkParams,
    body: Type.Object({ note: Type.Optional(Type.String({ maxLength: bookmarkNoteLengthMax })) }),
  }),
  removeBookmark: endpoint({
    id: 'personal.remove-bookmark',
    method: 'DELETE',
    path: bookmarkPath,
    summary: 'Keep it no longer.',
    params: BookmarkParams,
  }),
  listScheduled: endpoint({
    id: 'personal.list-scheduled',
    method: 'GET',
    path: '/api/me/scheduled-messages',
    summary: 'My messages that are to be sent later or could not be sent, the next one first.',
    response: Type.Object({ messages: Type.Array(ScheduledMessage) }),
  }),
  /** The same client id again gives the first answer; once it is sent, `client_id_reused`. */
  schedule: endpoint({
    id: 'personal.schedule',
    method: 'POST',
    path: '/api/me/scheduled-messages',
    summary: 'Send a message later, under the rights that I have then.',
    body: Type.Object({ clientId: ClientId, conversationId: ConversationId, sendAt: Instant, content: PostContent }),
    response: ScheduledMessage,
  }),
  /** `object_missing` once it is sent. One that failed waits again. */
  changeScheduled: endpoint({
    id: 'personal.change-scheduled',
    method: 'PUT',
    path: '/api/me/scheduled-messages/:scheduledMessageId',
    summary: 'Change what is to be sent later, or when.',
    params: ScheduledParams,
    body: Type.Object({ sendAt: Instant, content: PostContent }),
    response: ScheduledMessage,
  }),
  cancelScheduled: endpoint({
    id: 'personal.cancel-scheduled',
    method: 'DELETE',
    path: '/api/me/scheduled-messages/:scheduledMessageId',
    summary: 'Do not send it.',
    params: ScheduledParams,
  }),
  /** Told to lines that watch me. Without emoji and text, or with a time that is over: none. */
  setStatus: endpoint({
    id: 'personal.set-status',
    method: 'PUT',
    path: '/api/me/status',
    summary: 'Say for a while how I am to be found.',
    body: Type.Object({ status: Type.Union([PersonStatus, Type.Null()]) }),
    response: Type.Object({ status: Type.Union([PersonStatus, Type.Null()]) }),
  }),
};
