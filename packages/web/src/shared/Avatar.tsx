import styles from './Avatar.module.css';
import type { Standing } from './presence.tsx';

interface AvatarProps {
  name: string;
  kind?: 'person' | 'group' | 'app' | 'rail';
  size?: number;
  /** A dot for whoever is on the line now, hollow for whoever is away; the words for it stand with the name. */
  standing?: Standing;
}

/** Square with the first character of the name; decorative, for the name always stands beside it. */
export function Avatar({ name, kind = 'person', size = 36, standing = null }: AvatarProps) {
  return (
    <span
      className={`${styles.avatar} ${styles[kind]}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4), borderRadius: Math.round(size / 4) }}
      aria-hidden="true"
    >
      {firstCharacter(name)}
      {standing && <span className={`${styles.online} ${standing === 'away' ? styles.away : ''}`} />}
    </span>
  );
}

/** The longest emoji are some dozens of code units. */
const firstLengthMax = 40;
// Making one costs more than all of a row of a list.
const segmenter = new Intl.Segmenter();

function firstCharacter(name: string): string {
  const [first = '·'] = segmenter.segment(name.trim().slice(0, firstLengthMax));
  return typeof first === 'string' ? first : first.segment.toUpperCase();
}
