import type { ConversationId, ConversationSummary, MessagingPolicy } from '@countinghouse/protocol';
import type { OpenConversation, OutgoingMessage } from '@countinghouse/sdk';
import { Drawer } from 'antd';
import {
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useNavigate } from 'react-router';
import { conversationTitle } from '../../shared/conversation-title.ts';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { type Directory, useDirectory, useMessenger, useSelected } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useSidePane } from '../../shared/side-pane.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { type Layers, useLayers } from '../../shared/use-layers.ts';
import { useIsPhone, useMedia, withoutAsideQuery } from '../../shared/use-media.ts';
import { Announcer } from './Announcer.tsx';
import { ConversationComposer, type ConversationComposerProps } from './ConversationComposer.tsx';
import { ConversationDetails, type ConversationDetailsProps } from './ConversationDetails.tsx';
import { ConversationHeader, factsBetween } from './ConversationHeader.tsx';
import styles from './ConversationView.module.css';
import type { ComposerHandle } from './composer/Composer.tsx';
import type { ComposerMode } from './composer/composer-mode.ts';
import { DropArea } from './DropArea.tsx';
import { SelectionBar } from './forward/SelectionBar.tsx';
import { messageTexts } from './message-texts.ts';
import { OverlayView } from './OverlayView.tsx';
import { PinBar, PinsPanel } from './pins/PinBar.tsx';
import { usePins } from './pins/use-pins.ts';
import { ReadersDrawer } from './ReadersDrawer.tsx';
import { SideColumn } from './SideColumn.tsx';
import { ScopeProvider, useScope } from './scope.ts';
import { useIsSelecting } from './selection.ts';
import { TypingLine } from './TypingLine.tsx';
import { messagingTexts } from './texts.ts';
import { ThreadPanel } from './threads/ThreadPanel.tsx';
import { JumpToDate } from './timeline/JumpToDate.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { type Conversation, useConversation } from './use-conversation.ts';
import { usePolicy } from './use-policy.ts';
import { ViewerProvider } from './viewers/viewer-context.ts';

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
  const [open, setOpen] = useState<{ id: ConversationId; conversation: OpenConversation } | null>(null);
  const { id } = props.summary;
  const policy = usePolicy(id);
  // Before the frame is painted: an empty one in between would only be seen as a flash.
  useLayoutEffect(() => {
    const opened = messenger.open(id);
    setOpen({ id, conversation: opened });
    return () => {
      setOpen(null);
      opened.close();
    };
  }, [messenger, id]);
  return open?.id === id ? (
    <OpenView key={id} open={open.conversation} policy={policy} {...props} />
  ) : (
    <div className={styles.main} />
  );
}

const detailsLayer = 'details';

interface OpenViewProps extends ConversationViewProps {
  open: OpenConversation;
  policy: MessagingPolicy;
}

function OpenView(props: OpenViewProps) {
  const { open, summary, policy } = props;
  const pane = useSidePane();
  const isPhone = useIsPhone();
  const isOver = useMedia(withoutAsideQuery) || pane.isOpen;
  const layers = useLayers();
  const directory = useDirectory();
  const title = conversationTitle(summary, directory);
  const conversation = useConversation({ open, summary, policy, layers, isOver });
  const { scope, side, overlays, composer, setMode, mentionables } = conversation;
  const pins = usePins({ open, conversationId: summary.id, entries: conversation.state.entries });
  const writing = { open, conversationId: summary.id, title, draft: summary.draft, mentionables };
  const place = { isOver, isPhone };
  const details = useDetails({ summary, title, members: conversation.state.members, panels: props.panels });
  return (
    <ScopeProvider value={scope}>
      <ViewerProvider value={conversation.view}>
        <main className={styles.main} aria-label={title}>
          <Head {...props} title={title} directory={directory} layers={layers} {...place} />
          <PinBar pins={pins} onAll={() => side.show({ kind: 'pins' })} />
          <Talk open={open} conversation={conversation} writing={writing} />
        </main>
        <Beside
          conversation={conversation}
          layers={layers}
          {...place}
          pins={<PinsPanel pins={pins} />}
          threadComposer={(rootSeq) => {
            const draft = summary.threadDrafts?.find(({ threadSeq }) => threadSeq === rootSeq) ?? null;
            return <ThreadComposer key={rootSeq} writing={{ ...writing, draft }} rootSeq={rootSeq} />;
          }}
          details={details}
        />
        <OverlayView
          overlays={overlays}
          open={open}
          conversationId={summary.id}
          onScheduled={() => {
            composer.current?.clear();
            setMode({ kind: 'new' });
          }}
        />
      </ViewerProvider>
    </ScopeProvider>
  );
}

/** The row of the list is another object with each message; the column beside the messages is drawn where it differs. */
function useDetails({ summary, title, members, panels }: ConversationDetailsProps): ReactNode {
  const { id, kind, myRole, settings, engagementId, memberCount } = summary;
  return useMemo(() => {
    const rules = { id, kind, myRole, settings, engagementId, memberCount };
    return <ConversationDetails summary={rules} title={title} members={members} panels={panels} />;
  }, [id, kind, myRole, settings, engagementId, memberCount, title, members, panels]);
}

interface HeadProps extends OpenViewProps {
  title: string;
  directory: Directory;
  layers: Layers;
  isOver: boolean;
  isPhone: boolean;
}

function Head({ summary, title, directory, layers, isOver, isPhone, subgroupCount, parentTitle }: HeadProps) {
  const texts = useTexts(messagingTexts);
  const { jumpTo } = useScope().actions;
  const actions = useMemo(() => <JumpToDate conversationId={summary.id} onJump={jumpTo} />, [summary.id, jumpTo]);
  const { push } = layers;
  const onDetails = useCallback(() => push(detailsLayer), [push]);
  return (
    <ConversationHeader
      title={title}
      avatar={summary.kind === 'direct' ? 'person' : summary.kind}
      peerId={summary.peerId}
      dataClass={summary.dataClass}
      isGuest={directory.person(summary.peerId)?.kind === 'guest'}
      facts={factsOf({ summary, subgroupCount, parentTitle, directory, texts }).join(factsBetween)}
      actions={actions}
      onDetails={isOver ? onDetails : undefined}
      hasBack={isPhone}
    />
  );
}

type Writing = Pick<ConversationComposerProps, 'open' | 'conversationId' | 'title' | 'draft' | 'mentionables'>;

interface TalkProps {
  open: OpenConversation;
  conversation: Conversation;
  writing: Writing;
}

/** The messages and the place to write, and everything that can be dropped there. */
function Talk({ open, conversation, writing }: TalkProps) {
  const { locale } = useLocale();
  const toast = useToasts();
  const navigate = useNavigate();
  const connection = useSelected(useMessenger().list, (now) => now.connection);
  const { state, composer, overlays, reading, onFailure, scope } = conversation;
  const isSelecting = useIsSelecting(scope.selection);
  const { show } = overlays;
  const onPoll = useCallback(() => show({ kind: 'poll' }), [show]);
  const onSchedule = useCallback((message: OutgoingMessage) => show({ kind: 'schedule', message }), [show]);
  const onShowScheduled = useCallback(() => void navigate(paths.scheduled), [navigate]);
  const onLoadOlder = useCallback(() => void open.loadOlder().catch(onFailure), [open, onFailure]);
  const onLoadNewer = useCallback(() => void open.loadNewer().catch(onFailure), [open, onFailure]);
  const onNewest = useCallback(() => open.showNewest(), [open]);
  return (
    <DropArea
      onFiles={(files) => composer.current?.addFiles(files)}
      onUnreadable={(error) => toast.error(describeRefusal(error, locale))}
    >
      <Timeline
        state={state}
        isOffline={connection === 'offline'}
        unread={reading.unread}
        target={conversation.target}
        mentions={reading.mentions}
        onLoadOlder={onLoadOlder}
        onLoadNewer={onLoadNewer}
        onNewest={onNewest}
        onSeen={reading.onSeen}
      />
      <Announcer entries={state.entries} />
      <TypingLine conversationId={writing.conversationId} />
      <SelectionBar onRecall={conversation.recallAll} />
      <div hidden={isSelecting}>
        <ConversationComposer
          {...writing}
          ref={composer}
          mode={conversation.mode}
          onMode={conversation.setMode}
          onPoll={onPoll}
          onSchedule={onSchedule}
          onShowScheduled={onShowScheduled}
        />
      </div>
    </DropArea>
  );
}

function ThreadComposer({ writing, rootSeq }: { writing: Writing; rootSeq: number }) {
  const [mode, setMode] = useState<ComposerMode>({ kind: 'new' });
  const field = useRef<ComposerHandle>(null);
  // Whoever opens a thread wants to answer.
  useEffect(() => field.current?.focus(), []);
  return <ConversationComposer {...writing} ref={field} threadSeq={rootSeq} mode={mode} onMode={setMode} />;
}

interface BesideProps {
  conversation: Conversation;
  layers: Layers;
  isOver: boolean;
  isPhone: boolean;
  details: ReactNode;
  pins: ReactNode;
  threadComposer(rootSeq: number): ReactNode;
}

/** The right-hand column: a thread or the pins where one is open, else the details; over the conversation without room. */
function Beside({ conversation, layers, isOver, isPhone, details, pins, threadComposer }: BesideProps) {
  const texts = useTexts(messagingTexts);
  const words = useTexts(messageTexts);
  const { side, readers } = conversation;
  // The messages are painted first; what stands beside them is drawn when there is time.
  const isAfterTalk = useDeferredValue(true, false);
  const now = side.side;
  return (
    <>
      {now && (
        <SideColumn
          title={now.kind === 'thread' ? words.threadTitle : words.pinned}
          isOver={isOver}
          isPhone={isPhone}
          onClose={side.close}
        >
          {now.kind === 'thread' ? (
            <ThreadPanel key={now.rootSeq} rootSeq={now.rootSeq} composer={threadComposer(now.rootSeq)} />
          ) : (
            pins
          )}
        </SideColumn>
      )}
      {!now && !isOver && <aside className={styles.aside}>{isAfterTalk && details}</aside>}
      <OnceOpen isOpen={isOver && layers.top === detailsLayer}>
        <Drawer
          open={isOver && layers.top === detailsLayer}
          title={texts.details}
          size={isPhone ? '100%' : 360}
          onClose={layers.pop}
          styles={{ body: { padding: 0 } }}
        >
          <div className={styles.drawer}>{details}</div>
        </Drawer>
      </OnceOpen>
      <OnceOpen isOpen={readers.panel !== null}>
        <ReadersDrawer {...readers} isPhone={isPhone} onClose={layers.pop} />
      </OnceOpen>
    </>
  );
}

/** From the first time that it is open, so that it can also be seen to close. */
function OnceOpen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? children : null;
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
