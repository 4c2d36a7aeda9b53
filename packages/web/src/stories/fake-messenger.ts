import {
  type ConversationId,
  conversations,
  type Endpoint,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';
import type {
  Call,
  CallInput,
  ConversationState,
  ListState,
  Messenger,
  ThreadState,
  Watched,
} from '@countinghouse/sdk';
import { madeAnswers } from './made-answers.ts';
import { madeConversation, madeList, madeLongList, madeMembers } from './made-conversations.ts';
import { madeId, manyPeople, somePeople } from './made-firm.ts';

export type StoryState = 'empty' | 'loading' | 'failing' | 'offline' | 'full' | 'many';

/** Members and readers of a group of twelve, or of ten thousand. */
function madeReading(endpointId: string, query: Record<string, unknown>, state: StoryState): unknown {
  const people = state === 'many' ? manyPeople : somePeople;
  const readCount = state === 'empty' ? 0 : Math.floor(people.length * 0.7);
  const after = typeof query.afterUserId === 'string' ? query.afterUserId : '';
  const limit = typeof query.limit === 'number' ? query.limit : people.length;
  const page = (ids: readonly UserId[]) => ids.filter((id) => id > after).slice(0, limit);
  if (endpointId === conversations.readers.id) {
    const userIds = page(query.state === 'read' ? people.slice(0, readCount) : people.slice(readCount));
    return { readCount, unreadCount: people.length - readCount, userIds };
  }
  if (endpointId === conversations.readerCounts.id) {
    const seqs = String(query.seqs).split(',').map(Number);
    return { counts: seqs.map((seq) => ({ seq, readCount, unreadCount: people.length - readCount })) };
  }
  if (endpointId !== conversations.listMembers.id) return undefined;
  const members = page(people).map((userId) => ({ ...madeMembers[2], userId }));
  return { members, memberCount: people.length };
}

const still = <State>(state: State): Watched<State> => ({ getSnapshot: () => state, subscribe: () => () => {} });

/** Answers from made data, so that views can be looked at in each of their states without a server. */
export function fakeMessenger(state: StoryState): Messenger {
  const isAway = state === 'failing' || state === 'offline';
  const call: Call = <E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>> => {
    if (state === 'loading') return new Promise(() => {});
    const query: Record<string, unknown> = input?.query ?? {};
    const answer = madeReading(endpoint.id, query, state) ?? madeAnswers(state === 'empty')[endpoint.id];
    if (isAway || answer === undefined) {
      return Promise.reject(Object.assign(new Error('no server'), { name: 'OfflineError' }));
    }
    return Promise.resolve(structuredClone(answer) as ResponseOf<E>); // Made answers are written by hand, by id.
  };
  const list: ListState = {
    ...(state === 'many' ? madeLongList : madeList),
    ...(state === 'empty' ? { conversations: [] } : {}),
    isLoaded: state !== 'loading',
    waitingCount: isAway ? 2 : 0,
    connection: isAway ? 'offline' : 'live',
  };
  // Offline, what is not on the device stays away.
  const shown = state === 'failing' ? 'full' : state === 'offline' ? 'loading' : state;
  return {
    call,
    list: still(list),
    markUnread: () => {},
    open: (id: ConversationId) => ({
      ...still<ConversationState>(madeConversation(id, shown)),
      loadOlder: () => Promise.resolve(),
      loadNewer: () => Promise.resolve(),
      showAt: () => Promise.resolve(undefined),
      showNewest: () => {},
      messages: still(new Map()),
      wantMessages: () => {},
      openThread: () => ({
        ...still<ThreadState>({
          isLoaded: false,
          isLoadingOlder: false,
          hasOlder: false,
          root: undefined,
          replies: [],
        }),
        loadOlder: () => Promise.resolve(),
        close: () => {},
      }),
      edit: () => Promise.resolve(),
      recall: () => Promise.resolve(),
      react: () => Promise.resolve(),
      pin: () => Promise.resolve(),
      vote: () => Promise.resolve(),
      closePoll: () => Promise.resolve(),
      sendTyping: () => {},
      post: () => {
        throw new Error('a story sends nothing');
      },
      retry: () => {},
      discard: () => {},
      markRead: () => {},
      setDraft: () => {},
      holdDraft: () => {},
      listReaders: () => Promise.resolve({ readCount: 0, unreadCount: 0, userIds: [] }),
      close: () => {},
    }),
    away: still(new Set(isAway ? [] : [madeId<UserId>(4)])),
    quiet: still(new Set([madeId<UserId>(2)])),
    setActive: () => {},
    online: still(new Set(isAway ? [] : [2, 4, 9].map((id) => madeId<UserId>(id)))),
    watchPeople: () => {},
    typing: still(new Map()),
    statuses: still(new Map()),
    onChange: () => () => {},
    start: () => Promise.resolve(),
    stop: () => {},
  };
}
