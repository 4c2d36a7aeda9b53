import { type ConversationId, conversations, type UserId } from '@countinghouse/protocol';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useWatched } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { paths } from '../../shared/paths.ts';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ConversationList } from './ConversationList.tsx';
import { ConversationView } from './ConversationView.tsx';
import { conversationTitle } from './conversation-title.ts';
import { ChoosePeopleDialog, type NewGroup, NewGroupDialog } from './Dialogs.tsx';
import { foldSections } from './fold-sections.ts';
import styles from './MessagingPage.module.css';
import { choicesFrom } from './PeopleSelect.tsx';
import { lookFrom } from './person-look.ts';
import { messagingTexts } from './texts.ts';

interface MessagingPageProps {
  /** Business cards beside a conversation. */
  panelsFor(conversationId: ConversationId | null): ReactNode;
  onPalette(): void;
  /** The side pane took the room of the list. */
  isListHidden: boolean;
}

/** Conversations at the left, the chosen one beside them; on a phone one of the two. */
export function MessagingPage({ panelsFor, onPalette, isListHidden }: MessagingPageProps) {
  const texts = useTexts(messagingTexts);
  const { conversationId = null } = useParams();
  const isPhone = useIsPhone();
  const { list } = useMessenger();
  const state = useWatched(list);
  const chosen = state.conversations.find((c) => c.id === conversationId);
  const directory = useDirectory();
  const parent = state.conversations.find((c) => c.id === chosen?.parentId);
  const isListShown = isPhone ? !conversationId : !isListHidden;
  const isGuest = useMe().person.kind === 'guest';
  const ListPlace = isPhone ? 'main' : 'div';
  return (
    <div className={styles.page}>
      {isListShown && (
        <ListPlace className={styles.list}>
          {isPhone && <h1 className="visually-hidden">{texts.pageTitle}</h1>}
          <ListContainer activeId={conversationId} onPalette={onPalette} />
        </ListPlace>
      )}
      {chosen ? (
        <ConversationView
          summary={chosen}
          subgroupCount={state.conversations.filter((c) => c.parentId === chosen.id).length}
          parentTitle={parent ? conversationTitle(parent, directory) : null}
          panels={panelsFor(chosen.id)}
        />
      ) : (
        (!isPhone || conversationId) && (
          <>
            <main className={styles.nothing}>
              <h1 className="visually-hidden">{texts.pageTitle}</h1>
              {conversationId && !state.isLoaded ? (
                <LoadingState rows={6} />
              ) : (
                <EmptyState
                  mark="账"
                  title={texts.pickConversation}
                  hint={isGuest ? texts.pickConversationHintGuest : texts.pickConversationHint}
                />
              )}
            </main>
            {!isPhone && !isListHidden && !isGuest && <aside className={styles.aside}>{panelsFor(null)}</aside>}
          </>
        )
      )}
    </div>
  );
}

function ListContainer({ activeId, onPalette }: { activeId: string | null; onPalette(): void }) {
  const texts = useTexts(messagingTexts);
  const me = useMe();
  const directory = useDirectory();
  const { list } = useMessenger();
  const { conversations: all, isLoaded } = useWatched(list);
  const [filter, setFilter] = useState('');
  const [dialog, setDialog] = useState<'none' | 'group' | 'direct'>('none');
  const close = () => setDialog('none');
  const start = useStart(close);
  const lookOf = useMemo(() => lookFrom(directory), [directory]);
  const sections = useMemo(
    () =>
      foldSections({
        conversations: all,
        filter,
        titleOf: (summary) => conversationTitle(summary, directory),
        wordsOf: (summary) => {
          const engagement = directory.engagement(summary.engagementId);
          const words = engagement
            ? `${engagement.code} ${directory.nameOf(engagement.name)} ${engagement.clientName}`
            : '';
          return `${words} ${summary.lastMessage?.preview ?? ''}`;
        },
      }),
    [all, filter, directory],
  );
  const others = directory.people.filter((person) => person.id !== me.person.id);
  const governed = all.filter((c) => c.kind === 'group' && !c.parentId);
  return (
    <>
      <ConversationList
        isLoaded={isLoaded}
        sections={sections}
        activeId={activeId}
        meId={me.person.id}
        lookOf={lookOf}
        filter={filter}
        onFilter={setFilter}
        onPalette={onPalette}
        onNewGroup={() => setDialog('group')}
        onNewDirect={() => setDialog('direct')}
        mayMakeGroups={me.person.kind === 'person'}
      />
      {dialog === 'group' && (
        <NewGroupDialog
          choices={choicesFrom(
            others.filter((person) => person.kind !== 'app'),
            directory.nameOf,
          )}
          engagements={directory.engagements.map((e) => ({ id: e.id, name: directory.nameOf(e.name) }))}
          parents={governed.map(({ id, title, engagementId }) => ({ id, title, engagementId }))}
          isBusy={start.group.isRunning}
          onCancel={close}
          onCreate={(group) => void start.group.run(group)}
        />
      )}
      {dialog === 'direct' && (
        <ChoosePeopleDialog
          title={texts.newDirect}
          okText={texts.start}
          choices={choicesFrom(others, directory.nameOf)}
          isSingle
          isBusy={start.direct.isRunning}
          onCancel={close}
          onChoose={([userId]) => userId && void start.direct.run(userId)}
        />
      )}
    </>
  );
}

function useStart(onStarted: () => void) {
  const { call } = useMessenger();
  const navigate = useNavigate();
  // One id for each opening of the dialog: a second press of the button makes no second group.
  const [clientId, setClientId] = useState(newClientId);
  const show = async (id: ConversationId) => {
    onStarted();
    await navigate(paths.conversation(id));
  };
  return {
    group: useAction(async (group: NewGroup) => {
      const made = await call(conversations.create, { body: { clientId, ...group } });
      setClientId(newClientId());
      await show(made.id);
    }),
    direct: useAction(async (userId: UserId) => {
      const direct = await call(conversations.openDirect, { body: { userId } });
      await show(direct.id);
    }),
  };
}
