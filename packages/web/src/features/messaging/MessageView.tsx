import type { ConversationId, Member, UserId } from '@countinghouse/protocol';
import type { TimelineMessage, UploadProgress } from '@countinghouse/sdk';
import { Button, Popover } from 'antd';
import { memo } from 'react';
import { AdaptiveCard } from '../../shared/AdaptiveCard.tsx';
import { Avatar } from '../../shared/Avatar.tsx';
import { CardStack } from '../../shared/CardStack.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { describeRefusalName } from '../../shared/describe-refusal.ts';
import { formatSize } from '../../shared/format.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { filesBesideCards } from './files-beside-cards.ts';
import { MessageFiles } from './MessageFiles.tsx';
import { MessageText } from './MessageText.tsx';
import styles from './MessageView.module.css';
import { messageParts } from './mentions.ts';
import type { LookOf } from './person-look.ts';
import { receiptOf } from './receipts.ts';
import { messagingTexts } from './texts.ts';

interface MessageViewProps {
  message: TimelineMessage;
  conversationId: ConversationId;
  isContinued: boolean;
  isLastOfRun: boolean;
  isMine: boolean;
  members: readonly Member[];
  lookOf: LookOf;
  onRetry(message: TimelineMessage): void;
  onDiscard(message: TimelineMessage): void;
}

export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const texts = useTexts(messagingTexts);
  const { message, isContinued, isMine, lookOf } = props;
  const sender = lookOf(message.actorId);
  const files = filesBesideCards(message);
  const mentioned = message.mentions.flatMap((id) => lookOf(id).names.map((name) => ({ id, name })));
  return (
    <article className={`${styles.message} ${isContinued ? styles.continued : ''}`} aria-label={sender.name}>
      <div className={styles.gutter}>
        {isContinued ? (
          <span className={styles.quietTime}>
            <DateText at={message.at} show="time" />
          </span>
        ) : (
          <Avatar name={sender.name} kind={sender.kind === 'app' ? 'app' : 'person'} />
        )}
      </div>
      <div className={styles.content}>
        {!isContinued && (
          <header className={styles.who}>
            <strong>{sender.name}</strong>
            <span>
              {sender.kind === 'app' ? texts.app : sender.title}
              {(sender.kind === 'app' || sender.title) && ' · '}
              <DateText at={message.at} show="time" />
            </span>
          </header>
        )}
        {message.text && <MessageText parts={messageParts(message.text, mentioned)} />}
        {files.length > 0 && <MessageFiles files={files} />}
        {message.cards.length > 0 && (
          <div className={styles.cards}>
            <CardStack cards={message.cards.map(({ card }) => card)} conversationId={props.conversationId}>
              {message.cards.map(({ cardId, card }) => (
                <AdaptiveCard key={cardId} card={card} conversationId={props.conversationId} />
              ))}
            </CardStack>
          </div>
        )}
        {message.state !== 'sent' && <OutboxState {...props} />}
        {message.state === 'sent' && isMine && props.isLastOfRun && <ReceiptLine {...props} />}
      </div>
    </article>
  );
});

function OutboxState({ message, onRetry, onDiscard }: MessageViewProps) {
  const texts = useTexts(messagingTexts);
  const { locale } = useLocale();
  if (message.state === 'failed') {
    return (
      <div className={styles.failed} role="alert">
        <span>
          {texts.failed}
          {message.refusal && `：${describeRefusalName(message.refusal, locale)}`}
        </span>
        <Button size="small" onClick={() => onRetry(message)}>
          {texts.retry}
        </Button>
        <Button size="small" type="text" onClick={() => onDiscard(message)}>
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

function ReceiptLine({ message, members, lookOf }: MessageViewProps) {
  const texts = useTexts(messagingTexts);
  const receipt = receiptOf(message, members, (id) => lookOf(id).kind === 'app');
  const others = receipt.read.length + receipt.unread.length;
  if (others === 0) return null;
  const isOnlyOne = others === 1;
  const line = isOnlyOne
    ? receipt.read.length === 1
      ? texts.read
      : texts.notRead
    : texts.receipt(receipt.read.length, receipt.unread.length);
  if (isOnlyOne) return <div className={styles.state}>{line}</div>;
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      content={
        <div className={styles.receipt}>
          <Names title={`${texts.notRead} ${receipt.unread.length}`} ids={receipt.unread} lookOf={lookOf} />
          <Names title={`${texts.read} ${receipt.read.length}`} ids={receipt.read} lookOf={lookOf} />
        </div>
      }
    >
      <button type="button" className={`${styles.state} ${styles.receiptButton}`}>
        {line}
      </button>
    </Popover>
  );
}

function Names({ title, ids, lookOf }: { title: string; ids: readonly UserId[]; lookOf: LookOf }) {
  const texts = useTexts(messagingTexts);
  return (
    <section>
      <h4>{title}</h4>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <Avatar name={lookOf(id).name} size={22} /> {lookOf(id).name}
          </li>
        ))}
        {ids.length === 0 && <li className={styles.nobody}>{texts.nobody}</li>}
      </ul>
    </section>
  );
}
