import type { ConversationState } from '@countinghouse/sdk';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { EmptyState, LoadingState } from '../../../shared/States.tsx';
import { MessageView } from '../message/MessageView.tsx';
import { type ConversationScope, useScope } from '../scope.ts';
import { messagingTexts } from '../texts.ts';
import { type Anchor, anchorRows, foldTimeline, type TimelineRow } from './fold-timeline.ts';
import { Notice } from './Notice.tsx';
import { Pills } from './Pills.tsx';
import styles from './Timeline.module.css';
import { drawnAbovePixels, useFirstRows } from './use-first-rows.ts';
import { useMessageKeys } from './use-message-keys.ts';
import { useNews, useSeen } from './use-news.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

/** Where the reader was led; another object for each time. */
export interface JumpTarget {
  seq: number;
}

export interface TimelineProps {
  state: ConversationState;
  isOffline: boolean;
  /** What was unread when the conversation was opened: where the divider stands. */
  unread: { afterSeq: number; upToSeq: number; count: number };
  target: JumpTarget | null;
  /** Messages that name the reader and were not on screen yet, oldest first. */
  mentions: readonly number[];
  onLoadOlder(): void;
  onLoadNewer(): void;
  onNewest(): void;
  /** Everything up to here has been on screen; the other is the oldest that is. */
  onSeen(seq: number, firstSeq: number): void;
}

export const Timeline = memo(function Timeline(props: TimelineProps) {
  const texts = useTexts(messagingTexts);
  const { state, unread } = props;
  const { summary, meId, actions } = useScope();
  const isGroup = summary.kind === 'group';
  const rows = useMemo(() => {
    // Between two there is no news in who takes part.
    const entries = isGroup ? state.entries : state.entries.filter((entry) => entry.kind === 'message');
    return foldTimeline({ entries, unread, hasOlder: state.hasOlder, meId });
  }, [state.entries, state.hasOlder, unread, meId, isGroup]);
  const place = useWindow(rows);
  const [wasAtUnread, setWasAtUnread] = useState(false);
  if (!state.isLoaded || rows.length === 0) {
    return (
      <div className={styles.timeline}>
        {state.isLoaded ? (
          <EmptyState mark="言" title={texts.emptyTimeline} hint={texts.emptyTimelineHint} />
        ) : props.isOffline ? (
          <EmptyState mark="断" title={texts.notOnDevice} hint={texts.notOnDeviceHint} />
        ) : (
          <LoadingState rows={6} />
        )}
      </div>
    );
  }
  return (
    <Rows
      key={place.windowId}
      {...props}
      rows={rows}
      firstIndex={place.firstIndex}
      isFirst={place.windowId === 0}
      wasAtUnread={wasAtUnread}
      onUnread={() => {
        setWasAtUnread(true);
        actions.jumpTo(unread.afterSeq + 1);
      }}
    />
  );
});

/**
 * Numbers of the rows, which stay with their messages while others come in above; where all rows are others (another
 * part of the past), the list begins anew.
 */
function useWindow(rows: readonly TimelineRow[]): { firstIndex: number; windowId: number } {
  const anchor = useRef<Anchor | null>(null);
  const windowId = useRef(0);
  const anchored = anchorRows(rows, anchor.current);
  const isOther = anchor.current !== null && anchored.anchor !== null && anchored.anchor.key !== anchor.current.key;
  if (isOther) windowId.current += 1;
  anchor.current = anchored.anchor ?? anchor.current;
  return { firstIndex: anchored.firstIndex, windowId: windowId.current };
}

interface RowsProps extends TimelineProps {
  rows: readonly TimelineRow[];
  firstIndex: number;
  isFirst: boolean;
  /** The reader was led to the first unread one already. */
  wasAtUnread: boolean;
  onUnread(): void;
}

function Rows(props: RowsProps) {
  const texts = useTexts(messagingTexts);
  const { state, target } = props;
  const scope = useScope();
  const list = useRef<VirtuosoHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const [start] = useState(() => startOf(props));
  const ledTo = useLedTo(props);
  const { rows, firstIndex, where, showAbove } = useFirstRows({ ...props, start, ledTo, place });
  const end = useStickToEnd(list, start.align === 'end');
  const news = useNews({ rows, isAtEnd: end.isAtEnd, meId: scope.meId, onOwn: end.go });
  const seen = useSeen({ scroller: end.scroller, rows, firstIndex, onSeen: props.onSeen });
  useLateDivider({ rows, list, ...end });
  const marked = useMarked({ target, rows, list, scroller: end.scroller, leave: end.leave });
  const onKeyDown = useMessageKeys({ rows, list, scroller: end.scroller });
  const peerSeq = scope.readerCounts ? null : peerPosition(state, scope);
  const itemContent = useCallback(
    (_: number, row: TimelineRow) => <Row row={row} meId={scope.meId} marked={marked} peerSeq={peerSeq} />,
    [scope.meId, marked, peerSeq],
  );
  const { isLoadingOlder, hasOlder } = state;
  // The list draws all its rows anew with another object.
  const context = useMemo(() => ({ isLoadingOlder, hasOlder }), [isLoadingOlder, hasOlder]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that come from the messages within.
    <div ref={place} className={styles.timeline} onKeyDown={onKeyDown}>
      <Virtuoso
        ref={list}
        scrollerRef={end.scrollerRef}
        className={styles.scroller}
        data={rows}
        firstItemIndex={firstIndex}
        {...where}
        skipAnimationFrameInResizeObserver
        computeItemKey={keyOf}
        totalListHeightChanged={() => {
          if (!state.hasNewer) end.keep();
          seen();
        }}
        startReached={() => {
          if (!showAbove() && state.hasOlder) props.onLoadOlder();
        }}
        endReached={() => {
          if (state.hasNewer) props.onLoadNewer();
        }}
        rangeChanged={seen}
        increaseViewportBy={{ top: drawnAbovePixels, bottom: 400 }}
        context={context}
        components={edges}
        itemContent={itemContent}
        role="log"
        aria-live="off"
        aria-label={texts.timeline}
      />
      <Pills
        isAtEnd={end.isAtEnd && !state.isDetached}
        news={state.isDetached ? 0 : news}
        unread={isAbove(props) ? props.unread.count : 0}
        mentions={props.mentions}
        onEnd={state.isDetached ? props.onNewest : end.go}
        onUnread={props.onUnread}
        onMention={(seq) => scope.actions.jumpTo(seq)}
      />
    </div>
  );
}

/** What was unread begins before what is loaded. */
function isAbove({ rows, state, unread, wasAtUnread }: RowsProps): boolean {
  if (wasAtUnread || unread.count === 0 || unread.afterSeq === 0 || !state.hasOlder) return false;
  const first = rows.find((row) => row.kind === 'message');
  return first?.kind === 'message' && first.message.seq > unread.afterSeq + 1;
}

function peerPosition({ members }: ConversationState, { meId, lookOf }: ConversationScope): number | null {
  const peer = members.find((member) => member.userId !== meId && lookOf(member.userId).kind !== 'app');
  return peer?.cursor.seq ?? null;
}

/** Opens where the reader was led, else at the unread divider, else at the end. */
function startOf({ rows, state, isFirst, target }: RowsProps) {
  const wanted = target?.seq ?? (state.isDetached ? state.anchorSeq : undefined);
  const led = wanted === undefined ? -1 : placeOf(rows, wanted);
  if (led >= 0 && (state.isDetached || isFirst)) return { index: led, align: 'center' as const };
  const divider = isFirst ? rows.findIndex((row) => row.kind === 'unread') : -1;
  if (divider >= 0) return { index: Math.max(0, divider - 1), align: 'start' as const };
  return { index: rows.length - 1, align: 'end' as const };
}

const placeOf = (rows: readonly TimelineRow[], seq: number): number =>
  rows.findIndex((row) => row.kind === 'message' && row.message.seq === seq);

/** The row to which the reader was led, or is about to be by a divider that comes late. */
function useLedTo({ rows, target }: RowsProps): number {
  const divider = rows.findIndex((row) => row.kind === 'unread');
  const [hadDivider] = useState(divider >= 0);
  if (target) return placeOf(rows, target.seq);
  return hadDivider ? -1 : divider;
}

interface MarkedInput {
  target: JumpTarget | null;
  rows: readonly TimelineRow[];
  list: { current: VirtuosoHandle | null };
  scroller: HTMLElement | null;
  leave(): void;
}

interface LateDividerInput {
  rows: readonly TimelineRow[];
  list: { current: VirtuosoHandle | null };
  isAtEnd: boolean;
  leave(): void;
}

/** What was unread may be known only after the page stands: whoever has not gone elsewhere is led there then. */
function useLateDivider({ rows, list, isAtEnd, leave }: LateDividerInput): void {
  const divider = rows.findIndex((row) => row.kind === 'unread');
  const wasThere = useRef(divider >= 0);
  useEffect(() => {
    if (divider < 0 || wasThere.current) return;
    wasThere.current = true;
    if (!isAtEnd) return;
    leave();
    list.current?.scrollToIndex({ index: Math.max(0, divider - 1), align: 'start' });
  }, [divider, isAtEnd, leave, list]);
}

/** A list that was just put up goes to its own beginning after it was sent elsewhere: it is looked at again. */
const lookAgainMs = [60, 200, 500];

function isOnScreen(scroller: HTMLElement, seq: number): boolean {
  const row = scroller.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect();
  const { top, bottom } = scroller.getBoundingClientRect();
  return row !== undefined && row.bottom > top && row.top < bottom;
}

const markedMs = 2_600;

/** Brings the message to which the reader was led into view, and marks it for a moment. */
function useMarked({ target, rows, list, scroller, leave }: MarkedInput): number | null {
  const [marked, setMarked] = useState<number | null>(null);
  const done = useRef<JumpTarget | null>(null);
  useEffect(() => {
    if (!target || !scroller || done.current === target) return;
    const index = placeOf(rows, target.seq);
    if (index < 0) return;
    done.current = target;
    const go = () => {
      leave();
      list.current?.scrollToIndex({ index, align: 'center' });
    };
    go();
    setMarked(target.seq);
    for (const ms of lookAgainMs) {
      setTimeout(() => {
        if (done.current === target && scroller.isConnected && !isOnScreen(scroller, target.seq)) go();
      }, ms);
    }
  }, [target, rows, list, scroller, leave]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), markedMs);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}

interface RowProps {
  row: TimelineRow;
  meId: string;
  marked: number | null;
  peerSeq: number | null;
}

const keyOf = (_: number, row: TimelineRow): string => row.key;

const Row = memo(function Row({ row, meId, marked, peerSeq }: RowProps) {
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
          <Notice event={row.notice} userIds={row.userIds} />
        </div>
      );
    case 'message': {
      const { message } = row;
      const isReadByPeer = peerSeq === null || message.actorId !== meId ? null : peerSeq >= message.seq;
      return (
        <MessageView
          message={message}
          isContinued={row.isContinued}
          isLastOfRun={row.isLastOfRun}
          isReadByPeer={isReadByPeer}
          isMarked={marked !== null && marked === message.seq}
          place="timeline"
        />
      );
    }
  }
});

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

const edges = { Header: Beginning, Footer: Foot };
