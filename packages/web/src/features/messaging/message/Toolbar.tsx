import { EllipsisOutlined, MessageOutlined, RollbackOutlined, SmileOutlined } from '@ant-design/icons';
import type { TimelineMessage } from '@countinghouse/sdk';
import { useTexts } from '../../../shared/locale.tsx';
import type { MessageRights } from '../menu/message-rights.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageParts.module.css';

/** What office workers answer with most: yes, done, thank you. */
const quickEmoji = ['👍', '✅', '🙏'];

interface ToolbarProps {
  message: TimelineMessage;
  rights: MessageRights;
  place: 'timeline' | 'thread';
}

export function Toolbar({ message, rights, place }: ToolbarProps) {
  const texts = useTexts(messageTexts);
  const { actions } = useScope();
  const isMine = (emoji: string) => message.reactions.some((r) => r.emoji === emoji && r.isMine);
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={texts.actions}>
      {rights.react &&
        quickEmoji.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-pressed={isMine(emoji)}
            aria-label={`${texts.react} ${emoji}`}
            onClick={() => actions.react(message, emoji, !isMine(emoji))}
          >
            <span aria-hidden="true">{emoji}</span>
          </button>
        ))}
      {rights.react && (
        <button
          type="button"
          aria-label={texts.addReaction}
          title={texts.addReaction}
          onClick={(event) => actions.pickEmoji(message, event.currentTarget.getBoundingClientRect())}
        >
          <SmileOutlined aria-hidden="true" />
        </button>
      )}
      {rights.reply && (
        <button
          type="button"
          aria-label={texts.reply}
          title={`${texts.reply} R`}
          onClick={() => actions.reply(message)}
        >
          <RollbackOutlined aria-hidden="true" />
        </button>
      )}
      {rights.reply && place === 'timeline' && (
        <button
          type="button"
          aria-label={texts.thread}
          title={`${texts.thread} T`}
          onClick={() => actions.openThread(message.threadSeq ?? message.seq)}
        >
          <MessageOutlined aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        aria-haspopup="menu"
        aria-label={texts.more}
        title={texts.more}
        onClick={(event) => actions.openMenu(message, event.currentTarget.getBoundingClientRect())}
      >
        <EllipsisOutlined aria-hidden="true" />
      </button>
    </div>
  );
}
