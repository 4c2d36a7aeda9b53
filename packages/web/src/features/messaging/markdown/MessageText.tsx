import { memo, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import type { Named } from '../mentions.ts';
import { Blocks } from './Blocks.tsx';
import { cutLong } from './cut-long.ts';
import { isEmojiOnly } from './emoji-only.ts';
import { Leaf, MentionedContext, type MentionedHere } from './Leaf.tsx';
import styles from './MessageText.module.css';
import { markdownTexts } from './texts.ts';
import { useMarkdown } from './use-markdown.ts';

interface MessageTextProps {
  text: string;
  mentioned: readonly Named[];
  meId: string;
}

/** What somebody wrote: Markdown, links and mentions. There is no way for HTML to get in. */
export const MessageText = memo(function MessageText({ text, mentioned, meId }: MessageTextProps) {
  const texts = useTexts(markdownTexts);
  const [isWhole, setIsWhole] = useState(false);
  const beginning = cutLong(text);
  const here: MentionedHere = { mentioned, meId };
  return (
    <MentionedContext value={here}>
      <Written text={beginning !== null && !isWhole ? beginning : text} />
      {beginning !== null && (
        <button type="button" className={styles.more} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? texts.showLess : texts.showWhole}
        </button>
      )}
    </MentionedContext>
  );
});

function Written({ text }: { text: string }) {
  const blocks = useMarkdown(text);
  if (blocks) {
    return (
      <div className={styles.text} dir="auto">
        <Blocks blocks={blocks} />
      </div>
    );
  }
  if (isEmojiOnly(text)) {
    return (
      <p className={`${styles.text} ${styles.big}`}>
        <VisibleText text={text} />
      </p>
    );
  }
  return (
    <p className={`${styles.text} ${styles.plain}`} dir="auto">
      <Leaf text={text} />
    </p>
  );
}
