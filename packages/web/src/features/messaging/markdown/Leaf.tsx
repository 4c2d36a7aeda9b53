import { createContext, use } from 'react';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { type MessagePart, messageParts, type Named } from '../mentions.ts';
import { linkTarget } from './link-target.ts';
import styles from './MessageText.module.css';

export interface MentionedHere {
  mentioned: readonly Named[];
  meId: string;
}

export const MentionedContext = createContext<MentionedHere>({ mentioned: [], meId: '' });

/** Text without markup: mentions of the mentioned, addresses, words. */
export function Leaf({ text }: { text: string }) {
  const here = use(MentionedContext);
  return messageParts(text, here.mentioned).map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their places.
    <Part key={place} part={part} meId={here.meId} />
  ));
}

function Part({ part, meId }: { part: MessagePart; meId: string }) {
  switch (part.kind) {
    case 'link':
      return <SafeLink href={part.href} words={part.text} />;
    case 'mention': {
      const isMe = part.target.kind === 'group' || part.target.id === meId;
      return (
        <bdi className={`${styles.mention} ${isMe ? styles.mentionMe : ''}`}>
          <VisibleText text={part.text} />
        </bdi>
      );
    }
    case 'text':
      return <VisibleText text={part.text} />;
  }
}

/** Opens in a window of its own that learns nothing of ours; says where it leads where the words do not. */
export function SafeLink({ href, words }: { href: string; words: string }) {
  const target = linkTarget(href, words);
  if (!target) {
    return (
      <>
        <VisibleText text={words} /> <span className={styles.refusedLink}>({href})</span>
      </>
    );
  }
  return (
    <bdi>
      <a href={target.href} target="_blank" rel="noopener noreferrer nofollow" title={target.href}>
        <VisibleText text={words} />
      </a>
      {target.shownHost !== null && <span className={styles.host}>{target.shownHost}</span>}
    </bdi>
  );
}
