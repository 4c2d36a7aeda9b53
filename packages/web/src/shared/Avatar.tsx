import styles from './Avatar.module.css';

interface AvatarProps {
  name: string;
  kind?: 'person' | 'group' | 'app' | 'rail';
  size?: number;
}

/** Square with the first character of the name; decorative, for the name always stands beside it. */
export function Avatar({ name, kind = 'person', size = 36 }: AvatarProps) {
  return (
    <span
      className={`${styles.avatar} ${styles[kind]}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4), borderRadius: Math.round(size / 4) }}
      aria-hidden="true"
    >
      {firstCharacter(name)}
    </span>
  );
}

function firstCharacter(name: string): string {
  const [first = '·'] = new Intl.Segmenter().segment(name.trim());
  return typeof first === 'string' ? first : first.segment.toUpperCase();
}
