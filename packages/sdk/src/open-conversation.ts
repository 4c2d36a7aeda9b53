import { type ConversationId, conversations } from '@countinghouse/protocol';
import type { EngineParts } from './engine-parts.ts';
import type { Call, OpenConversation } from './types.ts';

/** A conversation for as long as a view or a program looks at it. */
export function openConversation(
  { stores, outbox, list, typing }: Pick<EngineParts, 'stores' | 'outbox' | 'list' | 'typing'>,
  call: Call,
  conversationId: ConversationId,
): OpenConversation {
  const store = stores.open(conversationId);
  const { actions, followers } = store;
  const { shelf } = followers;
  let isOpen = true;
  return {
    getSnapshot: () => store.watched.getSnapshot(),
    subscribe: (listener) => store.watched.subscribe(listener),
    loadOlder: () => store.loadOlder(),
    loadNewer: () => store.loadNewer(),
    showAt: (target) => store.showAt(target),
    showNewest: () => store.showNewest(),
    messages: shelf.watched,
    wantMessages: (seqs) => shelf.want(seqs),
    openThread: (rootSeq) => followers.openThread(rootSeq),
    edit: (seq, edited) => actions.edit(seq, edited),
    recall: (seq) => actions.recall(seq),
    react: (seq, emoji, isOn) => actions.reactions.set(seq, emoji, isOn),
    pin: (seq, isPinned) => actions.pin(seq, isPinned),
    vote: (seq, options) => actions.vote(seq, options),
    closePoll: (seq) => actions.closePoll(seq),
    sendTyping: () => typing.send(conversationId),
    post: (message) => {
      list.discardPosted({ conversationId, threadSeq: message.threadSeq }, message.text);
      list.mark(conversationId, null);
      return outbox.post(conversationId, message);
    },
    retry: (clientId) => outbox.retry(clientId),
    discard: (clientId) => outbox.discard(clientId),
    markRead: (seq) => {
      const messageCount = store.messageCountAt(seq);
      if (messageCount !== undefined) list.moveCursor(conversationId, { seq, messageCount });
    },
    setDraft: ({ threadSeq, text, mentions }) => list.setDraft({ conversationId, threadSeq }, text, mentions ?? []),
    holdDraft: ({ threadSeq, text, mentions }) => list.holdDraft({ conversationId, threadSeq }, text, mentions ?? []),
    listReaders: (seq, state, afterUserId) =>
      call(conversations.readers, { params: { conversationId, seq }, query: { state, afterUserId } }),
    close: () => {
      if (isOpen) stores.close(conversationId);
      isOpen = false;
    },
  };
}
