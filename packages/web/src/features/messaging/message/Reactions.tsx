import { SmileOutlined } from '@ant-design/icons';
import type { Reaction, TimelineMessage } from '@countinghouse/sdk';
import { useTexts } from '../../../shared/locale.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageParts.module.css';

const namedMax = 12;

export function Reactions({ message, mayReact }: { message: TimelineMessage; mayReact: boolean }) {
  const texts = useTexts(messageTexts);
  const { actions } = useScope();
  const shown = message.reactions.filter((reaction) => reaction.count > 0);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.reactions} aria-label={texts.react}>
      {shown.map((reaction) => (
        <li key={reaction.emoji}>
          <ReactionChip
            reaction={reaction}
            mayReact={mayReact}
            onToggle={() => actions.react(message, reaction.emoji, !reaction.isMine)}
          />
        </li>
      ))}
      {mayReact && (
        <li>
          <button
            type="button"
            className={styles.reaction}
            aria-label={texts.addReaction}
            title={texts.addReaction}
            onClick={(event) => actions.pickEmoji(message, event.currentTarget.getBoundingClientRect())}
          >
            <SmileOutlined aria-hidden="true" />
          </button>
        </li>
      )}
    </ul>
  );
}

interface ReactionChipProps {
  reaction: Reaction;
  mayReact: boolean;
  onToggle(): void;
}

function ReactionChip({ reaction, mayReact, onToggle }: ReactionChipProps) {
  const texts = useTexts(messageTexts);
  const { lookOf } = useScope();
  const { emoji, count, userIds, isMine } = reaction;
  const names = userIds
    .slice(0, namedMax)
    .map((id) => lookOf(id).name)
    .join(texts.nameSeparator);
  const who = count > namedMax ? texts.reactedAndOthers(names, count) : names;
  return (
    <button
      type="button"
      className={`${styles.reaction} ${isMine ? styles.reactionMine : ''}`}
      aria-pressed={isMine}
      aria-label={texts.reactedBy(emoji, who, count)}
      title={who}
      disabled={!mayReact}
      onClick={onToggle}
    >
      <span aria-hidden="true">{emoji}</span>
      <span aria-hidden="true">{count}</span>
    </button>
  );
}
