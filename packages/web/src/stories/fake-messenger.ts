import type { ConversationId, Endpoint, ResponseOf } from '@countinghouse/protocol';
import type { Call, ConversationState, Messenger, Watched } from '@countinghouse/sdk';
import { madeAnswers } from './made-answers.ts';
import { madeConversation, madeList } from './made-conversations.ts';

export type StoryState = 'empty' | 'loading' | 'failing' | 'full' | 'many';

const still = <State>(state: State): Watched<State> => ({ getSnapshot: () => state, subscribe: () => () => {} });

/** Answers from made data, so that views can be looked at in each of their states without a server. */
export function fakeMessenger(state: StoryState): Messenger {
  const call: Call = <E extends Endpoint>(endpoint: E): Promise<ResponseOf<E>> => {
    if (state === 'loading') return new Promise(() => {});
    const answer = madeAnswers(state === 'empty')[endpoint.id];
    if (state === 'failing' || answer === undefined) {
      return Promise.reject(Object.assign(new Error('no server'), { name: 'OfflineError' }));
    }
    return Promise.resolve(structuredClone(answer) as ResponseOf<E>); // Made answers are written by hand, by id.
  };
  const list =
    state === 'full' || state === 'many'
      ? madeList
      : {
          ...madeList,
          conversations: state === 'empty' ? [] : madeList.conversations,
          isLoaded: state !== 'loading',
          connection: state === 'failing' ? ('offline' as const) : ('live' as const),
        };
  return {
    call,
    list: still(list),
    open: (id: ConversationId) => ({
      ...still<ConversationState>(madeConversation(id, state === 'failing' ? 'full' : state)),
      loadOlder: () => Promise.resolve(),
      post: () => {
        throw new Error('a story sends nothing');
      },
      retry: () => {},
      discard: () => {},
      markRead: () => {},
      close: () => {},
    }),
    onChange: () => () => {},
    start: () => Promise.resolve(),
    stop: () => {},
  };
}
