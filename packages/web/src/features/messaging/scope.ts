import type { ConversationSummary, MessagingPolicy } from '@countinghouse/protocol';
import type { OpenConversation, TimelineMessage } from '@countinghouse/sdk';
import { createContext, use } from 'react';
import type { PanelAnchor } from '../../shared/FloatingPanel.tsx';
import type { LookOf } from './person-look.ts';
import type { ReaderCounts } from './reader-counts.ts';
import type { Selection } from './selection.ts';

/** What can be done with a message from its row, its menu and the keyboard. The functions never change. */
export interface MessageActions {
  reply(message: TimelineMessage): void;
  openThread(rootSeq: number): void;
  edit(message: TimelineMessage): void;
  recall(message: TimelineMessage): void;
  react(message: TimelineMessage, emoji: string, isOn: boolean): void;
  pickEmoji(message: TimelineMessage, anchor: PanelAnchor): void;
  forward(messages: readonly TimelineMessage[]): void;
  pin(message: TimelineMessage, isPinned: boolean): void;
  /** `toggle`: the server is asked first whether it is one. */
  bookmark(message: TimelineMessage, change: boolean | 'toggle'): void;
  copyText(messages: readonly TimelineMessage[]): void;
  copyLink(message: TimelineMessage): void;
  select(message: TimelineMessage): void;
  /** As unread from this message on, for all devices of the reader. */
  markUnread(message: TimelineMessage): void;
  openMenu(message: TimelineMessage, anchor: PanelAnchor): void;
  showReaders(message: TimelineMessage): void;
  showVersions(message: TimelineMessage, anchor: PanelAnchor): void;
  /** Scrolls there, wherever it is in the conversation, and marks it for a moment. */
  jumpTo(seq: number): void;
  /** Puts the text of a message that was just recalled back into the composer. */
  writeAgain(text: string): void;
  retry(message: TimelineMessage): void;
  discard(message: TimelineMessage): void;
}

/** The conversation around a message; changes only with its rules and people, never by what is typed or comes in. */
export interface ConversationScope {
  open: OpenConversation;
  summary: Pick<ConversationSummary, 'id' | 'kind' | 'myRole' | 'isArchived' | 'settings' | 'engagementId'>;
  policy: MessagingPolicy;
  meId: string;
  lookOf: LookOf;
  selection: Selection;
  /** Null between two, where the timeline itself tells. */
  readerCounts: ReaderCounts | null;
  actions: MessageActions;
}

const ScopeContext = createContext<ConversationScope | null>(null);
export const ScopeProvider = ScopeContext.Provider;

export function useScope(): ConversationScope {
  const scope = use(ScopeContext);
  if (!scope) throw new Error('useScope outside a conversation');
  return scope;
}
