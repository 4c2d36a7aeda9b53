import type { TimelineMessage, UploadProgress } from '@countinghouse/sdk';
import { Button } from 'antd';
import { useCallback, useSyncExternalStore } from 'react';
import { describeRefusalName } from '../../../shared/describe-refusal.ts';
import { formatSize } from '../../../shared/format.ts';
import { useLocale, useTexts } from '../../../shared/locale.tsx';
import { messageTexts } from '../message-texts.ts';
import type { ReaderCounts } from '../reader-counts.ts';
import { useScope } from '../scope.ts';
import { messagingTexts } from '../texts.ts';
import parts from './MessageParts.module.css';
import styles from './MessageView.module.css';
import { Reactions } from './Reactions.tsx';
import { ThreadLine } from './ThreadLine.tsx';

interface MessageFootProps {
  message: TimelineMessage;
  isMine: boolean;
  isLastOfRun: boolean;
  isReadByPeer: boolean | null;
  place: 'timeline' | 'thread';
}

/** What stands under the words: that they were edited, answers to them, and how far they got. */
export function MessageFoot({ message, isMine, isLastOfRun, isReadByPeer, place }: MessageFootProps) {
  const texts = useTexts(messageTexts);
  const { summary, actions } = useScope();
  return (
    <>
      {message.editedAt !== undefined && (
        <button
          type="button"
          className={parts.edited}
          aria-haspopup="dialog"
          onClick={(event) => actions.showVersions(message, event.currentTarget.getBoundingClientRect())}
        >
          {texts.edited}
        </button>
      )}
      <Reactions message={message} mayReact={!summary.isArchived && message.state === 'sent'} />
      {place === 'timeline' && <ThreadLine message={message} />}
      {message.state !== 'sent' && <OutboxState message={message} />}
      {message.state === 'sent' && isMine && isLastOfRun && place === 'timeline' && (
        <Receipt message={message} isReadByPeer={isReadByPeer} />
      )}
    </>
  );
}

function OutboxState({ message }: { message: TimelineMessage }) {
  const texts = useTexts(messagingTexts);
  const { actions } = useScope();
  const { locale } = useLocale();
  if (message.state === 'failed') {
    return (
      <div className={styles.failed} role="alert">
        <span>
          {texts.failed}
          {message.refusal && `：${describeRefusalName(message.refusal, locale)}`}
        </span>
        <Button size="small" onClick={() => actions.retry(message)}>
          {texts.retry}
        </Button>
        <Button size="small" type="text" onClick={() => actions.discard(message)}>
          {texts.discard}
        </Button>
      </div>
    );
  }
  return (
    <>
      {message.uploads.map((upload) => (
        <Upload key={`${upload.name} ${upload.sizeBytes}`} upload={upload} />
      ))}
      <output className={styles.state}>{message.state === 'waiting' ? texts.waiting : texts.sending}</output>
    </>
  );
}

function Upload({ upload }: { upload: UploadProgress }) {
  const texts = useTexts(messagingTexts);
  const percent = upload.sizeBytes === 0 ? 100 : Math.floor((upload.sentBytes / upload.sizeBytes) * 100);
  return (
    <div className={styles.upload}>
      <span className={styles.uploadName}>{upload.name}</span>
      <span className={styles.uploadSize}>
        {formatSize(upload.sizeBytes)} · {percent}%
      </span>
      <progress value={percent} max={100} aria-label={`${upload.name} ${texts.uploading(percent)}`} />
    </div>
  );
}

function Receipt({ message, isReadByPeer }: { message: TimelineMessage; isReadByPeer: boolean | null }) {
  const texts = useTexts(messagingTexts);
  const { readerCounts } = useScope();
  if (readerCounts) return <GroupReceipt message={message} counts={readerCounts} />;
  if (isReadByPeer === null) return null;
  return <div className={styles.state}>{isReadByPeer ? texts.read : texts.notRead}</div>;
}

function GroupReceipt({ message, counts }: { message: TimelineMessage; counts: ReaderCounts }) {
  const texts = useTexts(messagingTexts);
  const { actions } = useScope();
  const { seq } = message;
  const watch = useCallback((listener: () => void) => counts.watch(seq, listener), [counts, seq]);
  const count = useSyncExternalStore(watch, () => counts.get(seq));
  // The line keeps its place until the number is here.
  if (!count) return <div className={styles.state}>{'\u00a0'}</div>;
  if (count.read + count.unread === 0) return null;
  return (
    <button
      type="button"
      className={`${styles.state} ${styles.receiptButton}`}
      aria-haspopup="dialog"
      onClick={() => actions.showReaders(message)}
    >
      {texts.receipt(count.read, count.unread)}
    </button>
  );
}
