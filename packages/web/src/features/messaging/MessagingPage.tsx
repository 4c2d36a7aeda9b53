import type { ConversationId } from '@countinghouse/protocol';
import { type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { useParams } from 'react-router';
import { conversationTitle } from '../../shared/conversation-title.ts';
import { lazyInScope, loadScope } from '../../shared/lazy-in-scope.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useSelected } from '../../shared/messenger.tsx';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import { useIsPhone } from '../../shared/use-media.ts';
import { ConversationListContainer } from './ConversationListContainer.tsx';
import styles from './MessagingPage.module.css';
import { messagingTexts } from './texts.ts';

const loadView = () => import('./ConversationView.tsx').then((m) => m.ConversationView);
const ConversationView = lazyInScope(loadView);
/** Without a network it is tried again when it is needed. */
const warmUp = () => void Promise.all([loadView(), loadScope()]).catch(() => undefined);
// Whoever comes to a conversation by its address wants it at once; others see the list first.
if (window.location.pathname.startsWith('/c/')) warmUp();

/** The list is painted first. */
const afterListMs = 300;

interface MessagingPageProps {
  /** Business cards beside a conversation. */
  panelsFor(conversationId: ConversationId | null): ReactNode;
  onPalette(): void;
  /** Leads to the groups that can be joined; absent where there are none for the person. */
  onFindGroup?: () => void;
  /** The side pane took the room of the list. */
  isListHidden: boolean;
}

/** Conversations at the left, the chosen one beside them; on a phone one of the two. */
export function MessagingPage({ panelsFor, onPalette, onFindGroup, isListHidden }: MessagingPageProps) {
  const texts = useTexts(messagingTexts);
  const { conversationId = null } = useParams();
  const isPhone = useIsPhone();
  const { list } = useMessenger();
  // Each its own part, so that news of other conversations does not draw this one anew.
  const isLoaded = useSelected(list, (state) => state.isLoaded);
  const chosen = useSelected(list, (state) => state.conversations.find((c) => c.id === conversationId));
  const parent = useSelected(list, (state) => state.conversations.find((c) => c.id === chosen?.parentId));
  const subgroupCount = useSelected(
    list,
    (state) => state.conversations.filter((c) => c.parentId !== null && c.parentId === chosen?.id).length,
  );
  const directory = useDirectory();
  useEffect(() => {
    if (!isLoaded) return;
    const timer = setTimeout(warmUp, afterListMs);
    return () => clearTimeout(timer);
  }, [isLoaded]);
  const chosenId = chosen?.id ?? null;
  // With each message the row is another object.
  const panels = useMemo(() => panelsFor(chosenId), [panelsFor, chosenId]);
  const isListShown = isPhone ? !conversationId : !isListHidden;
  const isGuest = useMe().person.kind === 'guest';
  const ListPlace = isPhone ? 'main' : 'div';
  return (
    <div className={styles.page}>
      {isListShown && (
        <ListPlace className={styles.list}>
          {isPhone && <h1 className="visually-hidden">{texts.pageTitle}</h1>}
          <ConversationListContainer activeId={conversationId} onPalette={onPalette} onFindGroup={onFindGroup} />
        </ListPlace>
      )}
      {chosen ? (
        <Suspense
          fallback={
            <main className={styles.nothing}>
              <LoadingState rows={6} />
            </main>
          }
        >
          <ConversationView
            summary={chosen}
            subgroupCount={subgroupCount}
            parentTitle={parent ? conversationTitle(parent, directory) : null}
            panels={panels}
          />
        </Suspense>
      ) : (
        (!isPhone || conversationId) && (
          <>
            <main className={styles.nothing}>
              <h1 className="visually-hidden">{texts.pageTitle}</h1>
              {conversationId && !isLoaded ? (
                <LoadingState rows={6} />
              ) : (
                <EmptyState
                  mark="账"
                  title={texts.pickConversation}
                  hint={isGuest ? texts.pickConversationHintGuest : texts.pickConversationHint}
                />
              )}
            </main>
            {!isPhone && !isListHidden && !isGuest && <aside className={styles.aside}>{panels}</aside>}
          </>
        )
      )}
    </div>
  );
}
