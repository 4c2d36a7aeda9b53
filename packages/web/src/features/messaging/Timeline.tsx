import { DownOutlined } from '@ant-design/icons';
import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import type { ConversationState, TimelineMessage } from '@countinghouse/sdk';
import { useMemo, useRef, useState } from 'react';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import { type Anchor, anchorRows, foldTimeline, type TimelineRow } from './fold-timeline.ts';
import { MessageView } from './MessageView.tsx';
import type { LookOf } from './person-look.ts';
import styles from './Timeline.module.css';
import { messagingTexts } from './texts.ts';
import { useNews, useSeen } from './use-news.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

interface TimelineProps {
  conversationId: ConversationId;
  isGroup: boolean;
  state: ConversationState;
  /** What was unread when the conversation was opened: where the divider stands. */
  unread: { afterSeq: number; upToSeq: number };
  meId: string;
  lookOf: LookOf;
  onLoadOlder(): void;
  /** Everything up to here has been on screen. */
  onSeen(seq: number): void;
  onRetry(message: TimelineMessage): void;
  onDiscard(message: TimelineMessage): void;
}

export function Timeline(props: TimelineProps) {
  const texts = useTexts(messagingTexts);
  const { state, unread, meId, isGroup } = props;
  const rows = useMemo(() => {
    // Between two there is no news in who takes part.
    const entries = isGroup ? state.entries : state.entries.filter((entry) => entry.kind === 'message');
    return foldTimeline({ entries, unread, meId });
  }, [state.entries, unread, meId, isGroup]);
  if (!state.isLoaded || rows.length === 0) {
    return (
      <div className={styles.timeline}>
        {state.isLoaded ? (
          <EmptyState mark="言" title={texts.emptyTimeline} hint={texts.emptyTimelineHint} />
        ) : (
          <LoadingState rows={6} />
        )}
      </div>
    );
  }
  return <Rows {...props} rows={rows} />;
}

function Rows(props: TimelineProps & { rows: TimelineRow[] }) {
  const texts = useTexts(messagingTexts);
  const { rows, state, onLoadOlder } = props;
  const list = useRef<VirtuosoHandle>(null);
  const anchor = useRef<Anchor | null>(null);
  const anchored = anchorRows(rows, anchor.current);
  anchor.current = anchored.anchor;
  const [start] = useState(() => startOf(rows));
  const end = useStickToEnd(list, start.align === 'end');
  const news = useNews({ rows, isAtEnd: end.isAtEnd, meId: props.meId, onOwn: end.go });
  const seen = useSeen({ scroller: end.scroller, rows, firstIndex: anchored.firstIndex, onSeen: props.onSeen });

  return (
    <div className={styles.timeline}>
      <Virtuoso
        ref={list}
        scrollerRef={end.scrollerRef}
        className={styles.scroller}
        data={rows}
        firstItemIndex={anchored.firstIndex}
        initialTopMostItemIndex={start}
        computeItemKey={(_, row) => row.key}
        totalListHeightChanged={() => {
          end.keep();
          seen();
        }}
        startReached={() => {
          if (state.hasOlder) onLoadOlder();
        }}
        rangeChanged={seen}
        increaseViewportBy={{ top: 600, bottom: 400 }}
        context={{ isLoadingOlder: state.isLoadingOlder, hasOlder: state.hasOlder }}
        components={{ Header: Beginning, Footer: Foot }}
        itemContent={(_, row) => <Row row={row} {...props} />}
        role="log"
        aria-label={texts.timeline}
      />
      {!end.isAtEnd && (
        <button type="button" className={`${styles.pill} ${news > 0 ? styles.withNews : ''}`} onClick={end.go}>
          <DownOutlined aria-hidden="true" /> {news > 0 ? texts.newMessages(news) : texts.toNewest}
        </button>
      )}
    </div>
  );
}

/** Opens at the unread divider, else at the end. */
function startOf(rows: readonly TimelineRow[]) {
  const divider = rows.findIndex((row) => row.kind === 'unread');
  if (divider >= 0) return { index: Math.max(0, divider - 1), align: 'start' as const };
  return { index: rows.length - 1, align: 'end' as const };
}

function Row({ row, ...props }: TimelineProps & { row: TimelineRow }) {
  const texts = useTexts(messagingTexts);
  switch (row.kind) {
    case 'day':
      return (
        <div className={styles.day}>
          <DateText at={row.at} show="day" />
        </div>
      );
    case 'unread':
      return <div className={styles.unread}>{texts.unreadBelow}</div>;
    case 'notice':
      return (
        <div className={styles.notice}>
          <Notice event={row.notice} userIds={row.userIds} lookOf={props.lookOf} />
        </div>
      );
    case 'message':
      return (
        <MessageView
          message={row.message}
          conversationId={props.conversationId}
          isContinued={row.isContinued}
          isLastOfRun={row.isLastOfRun}
          isMine={row.message.actorId === props.meId}
          members={props.state.members}
          lookOf={props.lookOf}
          onRetry={props.onRetry}
          onDiscard={props.onDiscard}
        />
      );
  }
}

type NoticeEvent = Exclude<ConversationEvent, { kind: 'message.posted' | 'card.set' }>;

interface NoticeProps {
  event: NoticeEvent;
  userIds: readonly UserId[];
  lookOf: LookOf;
}

function Notice({ event, userIds, lookOf }: NoticeProps) {
  const texts = useTexts(messagingTexts);
  const actor = lookOf(event.actorId).name;
  const names = userIds.map((id) => lookOf(id).name).join(texts.nameSeparator);
  switch (event.kind) {
    case 'member.joined':
      if (event.userId === event.actorId) return texts.joinedSelf(actor);
      return texts.joinedBy(actor, names);
    case 'member.left':
      return event.userId === event.actorId ? texts.left(actor) : texts.removed(actor, lookOf(event.userId).name);
    case 'conversation.renamed':
      return texts.renamed(actor, event.title);
  }
}

interface OlderContext {
  isLoadingOlder: boolean;
  hasOlder: boolean;
}

function Beginning({ context }: { context?: OlderContext }) {
  const texts = useTexts(messagingTexts);
  if (context?.isLoadingOlder) return <output className={styles.edge}>{texts.loadingOlder}</output>;
  return <div className={styles.edge}>{context?.hasOlder ? '' : texts.beginning}</div>;
}

function Foot() {
  return <div className={styles.foot} />;
}
