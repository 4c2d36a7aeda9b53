import type { ConversationId } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger, useSelected } from '../../shared/messenger.tsx';
import styles from './ConversationView.module.css';
import { composerTexts } from './composer/texts.ts';
import { messageTexts } from './message-texts.ts';
import { useScope } from './scope.ts';

const namedMax = 3;

/** Who is writing just now; the line keeps its place, so that nothing moves when it fills. */
export function TypingLine({ conversationId }: { conversationId: ConversationId }) {
  const texts = useTexts(composerTexts);
  const { nameSeparator } = useTexts(messageTexts);
  const { lookOf } = useScope();
  const { typing } = useMessenger();
  const userIds = useSelected(typing, (now) => now.get(conversationId));
  const names = (userIds ?? []).slice(0, namedMax).map((id) => lookOf(id).name);
  const line =
    userIds === undefined || userIds.length === 0
      ? ''
      : userIds.length > namedMax
        ? texts.typingMany(userIds.length)
        : texts.typing(names.join(nameSeparator));
  return (
    <div className={styles.typing} aria-live="off">
      {line}
    </div>
  );
}
