import { DownOutlined } from '@ant-design/icons';
import type { ConversationEvent, ConversationId } from '@countinghouse/protocol';
import type { ConversationState, TimelineMessage } from '@countinghouse/sdk';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type ListRange, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import { type Anchor, anchorRows, foldTimeline, type TimelineRow } from './fold-timeline.ts';
import { MessageView } from './MessageView.tsx';
import type { LookOf } from './person-look.ts';
import styles from './Timeline.module.css';
import { messagingTexts } from './texts.ts';

interface TimelineProps {
  conversationId: ConversationId;
  state: ConversationState;
  /** The reader's cursor when the conversation was opened: where the divider stands. */
  readSeq: number;
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
  const { state, readSeq, meId } = props;
  const rows = useMemo(
    () => foldTimeline({ entries: state.entries, readSeq: readSeq > 0 ? readSeq : null, meId }),
    [state.entries, readSeq, meId],
  );
  if (!state.isLoaded) return <LoadingState rows={6} />;
  if (rows.length === 0) return <EmptyState mark="言" title={texts.emptyTimeline} hint={texts.emptyTimelineHint} />;
  return <Rows {...props} rows={rows} />;
}

function Rows(props: TimelineProps & { rows: TimelineRow[] }) {
  const texts = useTexts(messagingTexts);
  const { rows, state, onLoadOlder } = props;
  const list = useRef<VirtuosoHandle>(null);
  const anchor = useRef<Anchor | null>(null);
  const anchored = anchorRows(rows, anchor.current);
  anchor.current = anchored.anchor;
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [start] = useState(() => startOf(rows));
  const toEnd = useCallback(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }), []);
  const news = useNews({ rows, isAtEnd, meId: props.meId, onOwn: toEnd });
  const seen = useSeen(rows, anchored.firstIndex, props.onSeen);

  return (
    <div className={styles.timeline}>
      <Virtuoso
        ref={list}
        className={styles.scroller}
        data={rows}
        firstItemIndex={anchored.firstIndex}
        initialTopMostItemIndex={start}
        computeItemKey={(_, row) => row.key}
        alignToBottom
        followOutput={(atEnd) => (atEnd ? 'auto' : false)}
        atBottomThreshold={80}
        atBottomStateChange={setIsAtEnd}
        totalListHeightChanged={() => {
          if (isAtEnd) list.current?.autoscrollToBottom();
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
      {!isAtEnd && (
        <button type="button" className={`${styles.pill} ${news > 0 ? styles.withNews : ''}`} onClick={toEnd}>
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

interface NewsInput {
  rows: readonly TimelineRow[];
  isAtEnd: boolean;
  meId: string;
  onOwn(): void;
}

/** How many messages of others came in below while the reader was further up; an own new one scrolls to itself. */
function useNews({ rows, isAtEnd, meId, onOwn }: NewsInput): number {
  const last = rows.findLast((row) => row.kind === 'message');
  const lastKey = last?.key;
  const isOwn = last?.kind === 'message' && last.message.actorId === meId && last.message.state !== 'sent';
  const [seenKey, setSeenKey] = useState(lastKey);
  const ownKey = useRef(isOwn ? lastKey : undefined);
  useEffect(() => {
    if (isAtEnd) setSeenKey(lastKey);
  }, [isAtEnd, lastKey]);
  useEffect(() => {
    if (!isOwn || ownKey.current === lastKey) return;
    ownKey.current = lastKey;
    // The list measures the new row first.
    requestAnimationFrame(onOwn);
  }, [isOwn, lastKey, onOwn]);
  if (isAtEnd || seenKey === lastKey) return 0;
  const place = rows.findIndex((row) => row.key === seenKey);
  return rows.slice(place + 1).filter((row) => row.kind === 'message' && row.message.actorId !== meId).length;
}

/** Reports the newest message on screen, while somebody can look at it. */
function useSeen(rows: readonly TimelineRow[], firstIndex: number, onSeen: (seq: number) => void) {
  const range = useRef<ListRange>(null);
  const report = useCallback(() => {
    if (!range.current || document.visibilityState !== 'visible') return;
    const shown = rows.slice(0, range.current.endIndex - firstIndex + 1);
    const seq = shown.reduce((max, row) => Math.max(max, seqOf(row)), 0);
    if (seq > 0) onSeen(seq);
  }, [rows, firstIndex, onSeen]);
  useEffect(() => {
    report();
    document.addEventListener('visibilitychange', report);
    return () => document.removeEventListener('visibilitychange', report);
  }, [report]);
  return useCallback(
    (now: ListRange) => {
      range.current = now;
      report();
    },
    [report],
  );
}

function seqOf(row: TimelineRow): number {
  if (row.kind === 'message') return row.message.seq;
  return row.kind === 'notice' ? row.notice.seq : 0;
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
          <Notice event={row.notice} lookOf={props.lookOf} />
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

function Notice({ event, lookOf }: { event: NoticeEvent; lookOf: LookOf }) {
  const texts = useTexts(messagingTexts);
  const actor = lookOf(event.actorId).name;
  switch (event.kind) {
    case 'member.joined':
      if (event.userId === event.actorId) return texts.joinedSelf(actor);
      return texts.joinedBy(actor, lookOf(event.userId).name);
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
