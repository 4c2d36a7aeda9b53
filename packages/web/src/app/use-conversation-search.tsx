import type { ConversationId } from '@countinghouse/protocol';
import { useCallback } from 'react';
import { matchPath, useLocation } from 'react-router';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { useTexts } from '../shared/locale.tsx';
import { useSidePane } from '../shared/side-pane.tsx';
import { appTexts } from './texts.ts';

const ConversationSearch = lazyInScope(() => import('../features/search/index.ts').then((m) => m.ConversationSearch));

/** Opens the search of the conversation at this address beside it; null on other pages. */
export function useConversationSearch(): (() => void) | null {
  const texts = useTexts(appTexts);
  const { open } = useSidePane();
  const { pathname } = useLocation();
  const conversationId = matchPath('/c/:conversationId', pathname)?.params.conversationId;
  const show = useCallback(() => {
    // The server refuses what is no conversation's id.
    const search = <ConversationSearch conversationId={conversationId as ConversationId} />;
    open(search, { title: texts.findInConversation, isSlim: true });
  }, [conversationId, open, texts]);
  return conversationId === undefined ? null : show;
}
