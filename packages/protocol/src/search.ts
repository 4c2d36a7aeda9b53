import { type Static, Type } from 'typebox';
import { ConversationKind } from './conversations.ts';
import { endpoint } from './endpoint.ts';
import { FileRef } from './files.ts';
import { ConversationId, DepartmentId, InvoiceId, UserId } from './ids.ts';
import { InvoiceStatus } from './invoices.ts';
import { AmountMinor, BilingualName, Instant, oneOf, Seq } from './values.ts';

/** A question to the index, not a document: nobody types more. */
export const searchQueryLengthMax = 200;
/** Words of one query; each costs a look into the index. */
export const searchTermsMax = 16;
/** Hits of each kind where several kinds are asked for, unless `limit` says otherwise. */
export const searchOverviewHits = 5;
export const searchPageMax = 50;
export const searchPageDefault = 20;
export const searchSuggestionsMax = 20;
/** Characters of a snippet's text. */
export const searchSnippetLengthMax = 160;

export const searchKinds = ['message', 'file', 'person', 'conversation', 'invoice'] as const;
export const SearchKind = oneOf(searchKinds);
export type SearchKind = Static<typeof SearchKind>;

/** `relevance`: the best among the newest 200 that match (files: 100); `newest`: strictly by time. People and conversations are always by relevance. */
export const SearchOrder = oneOf(['relevance', 'newest']);
export type SearchOrder = Static<typeof SearchOrder>;

/**
 * Plain text, never markup, and what to highlight in it: `[start, end)` in UTF-16 units, in order, not overlapping.
 * Draw it as text nodes. `isCut…` tell that the source goes on there.
 */
export const SearchSnippet = Type.Object({
  text: Type.String(),
  marks: Type.Array(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })])),
  isCutBefore: Type.Boolean(),
  isCutAfter: Type.Boolean(),
});
export type SearchSnippet = Static<typeof SearchSnippet>;

/** Where a hit opens: the message, in a conversation that the person may read. */
export const SearchPlace = Type.Object({ conversationId: ConversationId, seq: Seq });
export type SearchPlace = Static<typeof SearchPlace>;
const NullablePlace = Type.Union([SearchPlace, Type.Null()]);

export const MessageHit = Type.Object({
  kind: Type.Literal('message'),
  place: SearchPlace,
  actorId: UserId,
  at: Instant,
  /** Of the text as it is now, or of a poll or of what was forwarded. */
  snippet: SearchSnippet,
  fileCount: Type.Integer({ minimum: 0 }),
});
export type MessageHit = Static<typeof MessageHit>;

export const FileHit = Type.Object({
  kind: Type.Literal('file'),
  file: FileRef,
  /** The newest message with the file that the person sees; null where another right than membership gives the file. */
  place: NullablePlace,
  /** Who posted it there, else whose file it is. */
  actorId: UserId,
  at: Instant,
  /** The whole name. */
  name: SearchSnippet,
  /** Of the file's text, where that is what matches. */
  snippet: Type.Union([SearchSnippet, Type.Null()]),
});
export type FileHit = Static<typeof FileHit>;

export const PersonHit = Type.Object({
  kind: Type.Literal('person'),
  userId: UserId,
  name: BilingualName,
  title: BilingualName,
  departmentId: Type.Union([DepartmentId, Type.Null()]),
  /** The name that matches, Chinese or English; typed pinyin marks the characters that it stands for. */
  snippet: SearchSnippet,
});
export type PersonHit = Static<typeof PersonHit>;

export const ConversationHit = Type.Object({
  kind: Type.Literal('conversation'),
  conversationId: ConversationId,
  conversationKind: ConversationKind,
  /** The other side of a direct or app conversation, whose name is then what matches. */
  peerId: Type.Union([UserId, Type.Null()]),
  /** Title of the group, or name of the other side. */
  snippet: SearchSnippet,
});
export type ConversationHit = Static<typeof ConversationHit>;

export const InvoiceHit = Type.Object({
  kind: Type.Literal('invoice'),
  invoiceId: InvoiceId,
  /** Where it was handed in; null for those who read it by another right than membership. */
  place: NullablePlace,
  status: InvoiceStatus,
  number: Type.String(),
  sellerName: Type.String(),
  buyerName: Type.String(),
  issueDate: Type.String(),
  currency: Type.String(),
  totalMinor: Type.Union([AmountMinor, Type.Null()]),
  at: Instant,
  /** The field that matches best, as its value; `field` is its name, or `item` for the name of a line. */
  field: Type.String(),
  snippet: SearchSnippet,
});
export type InvoiceHit = Static<typeof InvoiceHit>;

export const SearchHit = Type.Union([MessageHit, FileHit, PersonHit, ConversationHit, InvoiceHit]);
export type SearchHit = Static<typeof SearchHit>;

export const SearchGroup = Type.Object({
  kind: SearchKind,
  hits: Type.Array(SearchHit),
  /** Give it back as `cursor` with this one kind and the same query for the next page; null where there is none. */
  next: Type.Union([Type.String(), Type.Null()]),
});
export type SearchGroup = Static<typeof SearchGroup>;

const kindList = `(${searchKinds.join('|')})`;
const Query = Type.String({ minLength: 1 });

export const search = {
  /**
   * Words apart are all needed, in any order; a word, or words in quotes, stand together as typed. Chinese is found
   * wherever it stands, Latin words by their beginning, amounts in any writing. `has:file` in the text is the same as
   * `hasFile`. Refused: `search_query_blank` (nothing in it to look for), `search_query_too_long`, `search_cursor_unfit`,
   * `search_too_slow`, `rate_exceeded`; `object_missing` for a conversation that the person may not read.
   */
  search: endpoint({
    id: 'search.search',
    method: 'GET',
    path: '/api/search',
    summary: 'Find messages, files, people, conversations and invoices that the caller may see.',
    query: Type.Object({
      q: Query,
      /** Joined by commas; all where left out. One kind gives a full page, several give the first few of each. */
      kinds: Type.Optional(Type.String({ pattern: `^${kindList}(,${kindList})*$` })),
      conversationId: Type.Optional(ConversationId),
      /** Written, posted or handed in by this person. */
      actorId: Type.Optional(UserId),
      /** At or after. */
      from: Type.Optional(Instant),
      /** Before. */
      to: Type.Optional(Instant),
      /** Messages that carry a file. */
      hasFile: Type.Optional(Type.Boolean()),
      /** `relevance` where left out. */
      order: Type.Optional(SearchOrder),
      /** With one kind only. */
      cursor: Type.Optional(Type.String({ maxLength: 400 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: searchPageMax })),
    }),
    /** In the order of `searchKinds`, each kind that was asked for, also where it has no hit. */
    response: Type.Object({ groups: Type.Array(SearchGroup) }),
  }),
  /** For each key press: quick, and only what has a name. Refused like `search`. */
  suggest: endpoint({
    id: 'search.suggest',
    method: 'GET',
    path: '/api/search/suggestions',
    summary: 'People and conversations whose name begins or contains what is typed, also as pinyin or initials.',
    query: Type.Object({
      q: Query,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: searchSuggestionsMax })),
    }),
    /** Best first, both kinds mixed. */
    response: Type.Object({ hits: Type.Array(Type.Union([PersonHit, ConversationHit])) }),
  }),
};
