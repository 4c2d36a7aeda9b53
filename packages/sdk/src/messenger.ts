import type { MessengerCounts } from './counts.ts';
import { Engine } from './engine.ts';
import { openConversation } from './open-conversation.ts';
import type { MessengerOptions } from './options.ts';
import type { Messenger } from './types.ts';

export type { MessengerOptions } from './options.ts';

export interface CountingMessenger extends Messenger {
  readonly counts: Readonly<MessengerCounts>;
  /** Resolves once everything that this client keeps is written to the device. */
  flush(): Promise<void>;
}

export function createMessenger(options: MessengerOptions): CountingMessenger {
  const engine = new Engine(options);
  const { parts, call, counts } = engine;
  return {
    call,
    counts,
    list: parts.list.watched,
    online: parts.watch.online,
    away: parts.watch.away,
    quiet: parts.watch.quiet,
    setActive: (isActive) => parts.watch.setActive(isActive),
    typing: parts.typing.watched,
    statuses: parts.watch.statuses,
    watchPeople: (userIds) => parts.watch.watchPeople(userIds),
    open: (conversationId) => openConversation(parts, call, conversationId),
    markUnread: (conversationId, fromSeq) => {
      const upTo = fromSeq === null ? undefined : parts.stores.find(conversationId)?.messageCountAt(fromSeq);
      parts.list.mark(conversationId, fromSeq, upTo);
    },
    onChange: (listener) => engine.onChange(listener),
    start: () => engine.start(),
    stop: () => engine.stop(),
    flush: () => parts.kept.flush(),
  };
}
