import type { TimelineMessage } from '@countinghouse/sdk';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { messageTexts } from '../message-texts.ts';
import { recalledTexts } from '../recalled-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageParts.module.css';

/** Who took the message back, and when; whoever has just done so can write it again. */
export function Recalled({ message }: { message: TimelineMessage }) {
  const texts = useTexts(messageTexts);
  const { summary, meId, lookOf, actions } = useScope();
  const { recalled } = message;
  if (!recalled) return null;
  const again = recalledTexts.get(summary.id, message.seq);
  const actor = lookOf(recalled.actorId).name;
  const isOwn = recalled.actorId === message.actorId;
  const who = isOwn
    ? recalled.actorId === meId
      ? texts.recalledOwn
      : texts.recalledBy(actor)
    : texts.recalledFor(actor, lookOf(message.actorId).name);
  return (
    <div className={styles.recalled}>
      {who} · <DateText at={recalled.at} show="short" />
      {again !== undefined && (
        <button type="button" onClick={() => actions.writeAgain(again)}>
          {texts.writeAgain}
        </button>
      )}
    </div>
  );
}
