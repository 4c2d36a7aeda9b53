import type { OpenThread, TimelineMessage } from '@countinghouse/sdk';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { useWatched } from '../../../shared/messenger.tsx';
import { EmptyState, LoadingState } from '../../../shared/States.tsx';
import { MessageView } from '../message/MessageView.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './ThreadPanel.module.css';

interface ThreadPanelProps {
  rootSeq: number;
  /** The composer of the thread, which knows what was begun in it. */
  composer: ReactNode;
}

/** A talk of its own beside the conversation: the first message, the answers, and a place to answer. */
export function ThreadPanel({ rootSeq, composer }: ThreadPanelProps) {
  const { open } = useScope();
  const [thread, setThread] = useState<OpenThread | null>(null);
  useEffect(() => {
    const opened = open.openThread(rootSeq);
    setThread(opened);
    return () => {
      setThread(null);
      opened.close();
    };
  }, [open, rootSeq]);
  return (
    <div className={styles.panel}>
      {thread ? <Thread thread={thread} /> : <LoadingState rows={5} />}
      {composer}
    </div>
  );
}

function Thread({ thread }: { thread: OpenThread }) {
  const texts = useTexts(messageTexts);
  const state = useWatched(thread);
  const list = useRef<HTMLElement>(null);
  useFollowEnd(list, state.replies);
  if (!state.isLoaded && state.root === undefined) return <LoadingState rows={5} />;
  if (state.root === 'unavailable') return <EmptyState mark="题" title={texts.threadUnavailable} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section ref={list} className={styles.list} aria-label={texts.threadMessages} tabIndex={0}>
      {state.root && <Row message={state.root} isContinued={false} />}
      <div className={styles.count}>
        <span>
          {state.replies.length === 0 ? texts.threadEmpty : texts.threadReplies(countOf(state.root, state.replies))}
        </span>
      </div>
      {state.hasOlder && (
        <Button size="small" type="text" loading={state.isLoadingOlder} onClick={() => void thread.loadOlder()}>
          {texts.loadOlder}
        </Button>
      )}
      {state.replies.map((message, place) => (
        <Row key={message.clientId} message={message} isContinued={continues(state.replies[place - 1], message)} />
      ))}
    </section>
  );
}

function countOf(root: TimelineMessage | 'unavailable' | undefined, replies: readonly TimelineMessage[]): number {
  return Math.max(replies.length, root === undefined || root === 'unavailable' ? 0 : (root.thread?.count ?? 0));
}

function Row({ message, isContinued }: { message: TimelineMessage; isContinued: boolean }) {
  return (
    <div className={styles.row}>
      <MessageView
        message={message}
        isContinued={isContinued}
        isLastOfRun
        isReadByPeer={null}
        isMarked={false}
        place="thread"
      />
    </div>
  );
}

const runPauseMsMax = 5 * 60_000;

function continues(before: TimelineMessage | undefined, message: TimelineMessage): boolean {
  return (
    before !== undefined &&
    before.actorId === message.actorId &&
    !before.recalled &&
    Date.parse(message.at) - Date.parse(before.at) < runPauseMsMax
  );
}

const nearEndPx = 80;

/** Whoever is at the end stays there when an answer comes; at the beginning the newest answers are shown. */
function useFollowEnd(list: { current: HTMLElement | null }, replies: readonly TimelineMessage[]) {
  const wasAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () => {
      wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [list]);
  const lastKey = replies.at(-1)?.clientId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last answer is the reason to follow.
  useEffect(() => {
    if (wasAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lastKey, list]);
}
