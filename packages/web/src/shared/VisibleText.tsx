import styles from './VisibleText.module.css';
import { isPlainlyVisible, visiblePieces } from './visible-text.ts';

/** Beyond this many the rest is left out: they say nothing more. */
const hiddenShownMax = 50;

/** Words of people as they are, with what would be hidden in them shown. */
export function VisibleText({ text }: { text: string }) {
  if (isPlainlyVisible(text)) return text;
  let hiddenCount = 0;
  return visiblePieces(text).map((piece, place) => {
    if (piece.kind === 'text') return piece.text;
    hiddenCount += 1;
    if (hiddenCount > hiddenShownMax) return null;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their places.
      <span key={place} className={styles.hidden}>
        {piece.code}
      </span>
    );
  });
}
