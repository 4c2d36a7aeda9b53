import type { SearchSnippet } from '@countinghouse/protocol';
import styles from './Search.module.css';
import { splitSnippet } from './split-snippet.ts';

/** Always text nodes: what others wrote is never markup here. */
export function Snippet({ snippet }: { snippet: SearchSnippet }) {
  return (
    <>
      {snippet.isCutBefore && '…'}
      {splitSnippet(snippet).map((part, place) =>
        part.isMarked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which have nothing else to be told by.
          <mark key={place} className={styles.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
      {snippet.isCutAfter && '…'}
    </>
  );
}
