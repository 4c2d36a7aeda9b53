import type { ConversationId, ConversationSummary, UserId } from '@countinghouse/protocol';
import type { OpenConversation } from '@countinghouse/sdk';
import { App, Drawer } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { type Directory, useDirectory, useMe, useMessenger, useWatched } from '../../shared/messenger.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { useLayers } from '../../shared/use-layers.ts';
import { useIsPhone, useMedia, withoutAsideQuery } from '../../shared/use-media.ts';
import { Composer, type ComposerHandle, type Draft } from './Composer.tsx';
import { ConversationDetails } from './ConversationDetails.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import styles from './ConversationView.module.css';
import { conversationTitle } from './conversation-title.ts';
import { DropArea } from './DropArea.tsx';
import type { Mentionable } from './mentions.ts';
import { lookFrom } from './person-look.ts';
import { Timeline } from './Timeline.tsx';
import { messagingTexts } from './texts.ts';

const detailsLayer = 'details';

/** What was begun in other conversations, while the page is open. */
const drafts = new Map<ConversationId, Draft>();

function draftOf(id: ConversationId) {
  return { draft: drafts.get(id), onDraft: (draft: Draft) => void drafts.set(id, draft) };
}

interface ConversationViewProps {
  summary: ConversationSummary;
  subgroupCount: number;
  parentTitle: string | null;
  /** Business cards of what is open, from other features. */
  panels: ReactNode;
}

/** Opens the conversation in the messenger for as long as it is on screen. */
export function ConversationView(props: ConversationViewProps) {
  const messenger = useMessenger();
  const [open, setOpen] = useState<OpenConversation | null>(null);
  const { id } = props.summary;
  useEffect(() => {
    const opened = messenger.open(id);
    setOpen(opened);
    return () => {
      setOpen(null);
      opened.close();
    };
  }, [messenger, id]);
  return open ? <OpenView key={id} open={open} {...props} /> : <div className={styles.main} />;
}

function OpenView({
  open,
  summary,
  subgroupCount,
  parentTitle,
  panels,
}: ConversationViewProps & { open: OpenConversation }) {
  const texts = useTexts(messagingTexts);
  const { locale } = useLocale();
  const { message } = App.useApp();
  const me = useMe();
  const directory = useDirectory();
  const state = useWatched(open);
  const pane = useSidePane();
  const isPhone = useIsPhone();
  const lacksAside = useMedia(withoutAsideQuery) || pane.isOpen;
  const layers = useLayers();
  const composer = useRef<ComposerHandle>(null);
  const lookOf = useMemo(() => lookFrom(directory), [directory]);
  const [unread] = useState(() => ({ afterSeq: summary.cursor.seq, upToSeq: summary.headSeq }));
  const title = conversationTitle(summary, directory);
  const mentionables = useMentionables(state.members, me.person.id, directory);
  const onSeen = useCallback((seq: number) => open.markRead(seq), [open]);
  const details = <ConversationDetails summary={summary} title={title} members={state.members} panels={panels} />;

  return (
    <>
      <main className={styles.main} aria-label={title}>
        <DropArea
          onFiles={(files) => composer.current?.addFiles(files)}
          onUnreadable={(error) => void message.error(describeRefusal(error, locale))}
        >
          <ConversationHeader
            title={title}
            avatar={summary.kind === 'direct' ? 'person' : summary.kind}
            dataClass={summary.dataClass}
            isGuest={directory.person(summary.peerId)?.kind === 'guest'}
            facts={factsOf({ summary, subgroupCount, parentTitle, directory, texts })}
            onDetails={lacksAside ? () => layers.push(detailsLayer) : undefined}
            hasBack={isPhone}
          />
          <Timeline
            conversationId={summary.id}
            isGroup={summary.kind === 'group'}
            state={state}
            unread={unread}
            meId={me.person.id}
            lookOf={lookOf}
            onLoadOlder={() => void open.loadOlder().catch(showFailure)}
            onSeen={onSeen}
            onRetry={(m) => open.retry(m.clientId)}
            onDiscard={(m) => open.discard(m.clientId)}
          />
          <Composer
            ref={composer}
            {...draftOf(summary.id)}
            title={title}
            mentionables={mentionables}
            onSend={(outgoing) => open.post(outgoing)}
          />
        </DropArea>
      </main>
      {!lacksAside && <aside className={styles.aside}>{details}</aside>}
      <Drawer
        open={lacksAside && layers.top === detailsLayer}
        title={texts.details}
        size={isPhone ? '100%' : 360}
        onClose={layers.pop}
        styles={{ body: { padding: 0 } }}
      >
        <div className={styles.drawer}>{details}</div>
      </Drawer>
    </>
  );

  function showFailure(error: unknown) {
    void message.error(describeRefusal(error, locale));
  }
}

function useMentionables(members: readonly { userId: UserId }[], meId: UserId, directory: Directory): Mentionable[] {
  return useMemo(
    () =>
      members.flatMap(({ userId }) => {
        const person = directory.person(userId);
        if (!person || userId === meId || person.kind === 'app') return [];
        const words = `${person.login} ${person.name.zh} ${person.name.en ?? ''}`;
        return [{ id: userId, name: directory.nameOf(person.name), words, note: directory.nameOf(person.title) }];
      }),
    [members, meId, directory],
  );
}

interface FactsInput {
  summary: ConversationSummary;
  subgroupCount: number;
  parentTitle: string | null;
  directory: Directory;
  texts: {
    people(count: number): string;
    subgroups(count: number): string;
    lead(name: string): string;
    subgroupOf(title: string): string;
  };
}

function factsOf({ summary, subgroupCount, parentTitle, directory, texts }: FactsInput): string[] {
  if (summary.kind === 'app') return [];
  if (summary.kind === 'direct') {
    const peer = directory.person(summary.peerId);
    const department = directory.department(peer?.departmentId);
    return [peer && directory.nameOf(peer.title), department && directory.nameOf(department.name)].filter(
      (fact): fact is string => !!fact,
    );
  }
  const engagement = directory.engagement(summary.engagementId);
  return [
    texts.people(summary.memberCount),
    ...(subgroupCount > 0 ? [texts.subgroups(subgroupCount)] : []),
    ...(parentTitle ? [texts.subgroupOf(parentTitle)] : []),
    ...(engagement ? [texts.lead(directory.nameOfPerson(engagement.leadId))] : []),
  ];
}
