import { Fragment } from 'react';
import styles from './MessageText.module.css';
import type { MessagePart } from './mentions.ts';

/** Plain text with links and mentions; there is no way for markup to get in. */
export function MessageText({ parts }: { parts: readonly MessagePart[] }) {
  const placed = parts.map((part, place) => ({ part, key: String(place) }));
  return (
    <p className={styles.text}>
      {placed.map(({ part, key }) => (
        <Fragment key={key}>
          <Part part={part} />
        </Fragment>
      ))}
    </p>
  );
}

function Part({ part }: { part: MessagePart }) {
  switch (part.kind) {
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      );
    case 'mention':
      return <span className={styles.mention}>{part.text}</span>;
    case 'text':
      return part.text;
  }
}
