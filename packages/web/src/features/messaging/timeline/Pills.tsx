import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useTexts } from '../../../shared/locale.tsx';
import { messagingTexts } from '../texts.ts';
import styles from './Timeline.module.css';
import { timelineTexts } from './texts.ts';

interface PillsProps {
  isAtEnd: boolean;
  news: number;
  /** How many were unread, where they begin above what is loaded; else 0. */
  unread: number;
  mentions: readonly number[];
  onEnd(): void;
  onUnread(): void;
  onMention(seq: number): void;
}

/** Ways to what is not on screen. */
export function Pills({ isAtEnd, news, unread, mentions, onEnd, onUnread, onMention }: PillsProps) {
  const texts = useTexts(messagingTexts);
  const own = useTexts(timelineTexts);
  const [mention] = mentions;
  return (
    <>
      {unread > 0 && (
        <button type="button" className={`${styles.pill} ${styles.top}`} onClick={onUnread}>
          <UpOutlined aria-hidden="true" /> {own.toFirstUnread(unread)}
        </button>
      )}
      <div className={styles.pills}>
        {mention !== undefined && (
          <button
            type="button"
            className={`${styles.pill} ${styles.withNews}`}
            aria-label={own.toMention(mentions.length)}
            onClick={() => onMention(mention)}
          >
            @ {mentions.length}
          </button>
        )}
        {!isAtEnd && (
          <button type="button" className={`${styles.pill} ${news > 0 ? styles.withNews : ''}`} onClick={onEnd}>
            <DownOutlined aria-hidden="true" /> {news > 0 ? texts.newMessages(news) : texts.toNewest}
          </button>
        )}
      </div>
    </>
  );
}
