import { MoonFilled } from '@ant-design/icons';
import type { UserId } from '@countinghouse/protocol';
import { useTexts } from './locale.tsx';
import { useStatusWords } from './person-status.ts';
import { useIsQuiet } from './presence.tsx';
import styles from './StatusMark.module.css';
import { stateTexts } from './state-texts.ts';
import { visibleText } from './visible-text.ts';

/** For words without an emoji of their own. */
const wordsEmoji = '💬';

/** Beside a name: a moon for whoever does not want to be disturbed, and the emoji of what they say of themselves. */
export function StatusMark({ userId }: { userId: UserId | null }) {
  return (
    <>
      <QuietMark userId={userId} />
      <WordsMark userId={userId} />
    </>
  );
}

/** The words and until when are in its title. */
function WordsMark({ userId }: { userId: UserId | null }) {
  const words = useStatusWords(userId);
  if (!words) return null;
  const emoji = words.emoji || wordsEmoji;
  const text = visibleText(words.text) || emoji;
  return (
    <span role="img" title={text} aria-label={text}>
      {visibleText(emoji)}
    </span>
  );
}

export function QuietMark({ userId }: { userId: UserId | null }) {
  const texts = useTexts(stateTexts);
  const isQuiet = useIsQuiet(userId);
  if (!isQuiet) return null;
  return (
    <span role="img" className={styles.quiet} title={texts.quiet} aria-label={texts.quiet}>
      <MoonFilled aria-hidden="true" />
    </span>
  );
}
