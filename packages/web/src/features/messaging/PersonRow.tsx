import type { UserId } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { Avatar } from '../../shared/Avatar.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useStanding } from '../../shared/presence.tsx';
import { StandingWords } from '../../shared/StandingWords.tsx';
import { StatusMark } from '../../shared/StatusMark.tsx';
import styles from './PersonRow.module.css';
import type { PersonLook } from './person-look.ts';
import { messagingTexts } from './texts.ts';

interface PersonRowProps {
  userId: UserId;
  look: PersonLook;
  /** Behind the name, such as "me". */
  mark?: ReactNode;
}

/** Picture, name, and quietly beside it what they are. */
export function PersonRow({ userId, look, mark }: PersonRowProps) {
  const texts = useTexts(messagingTexts);
  const isApp = look.kind === 'app';
  const standing = useStanding(isApp ? null : userId);
  const about = isApp ? [texts.app] : [look.department, look.title];
  return (
    <span className={styles.row}>
      <Avatar name={look.name} kind={isApp ? 'app' : 'person'} size={28} standing={standing} />
      <span className={styles.name}>
        {look.name}
        {mark} {!isApp && <StatusMark userId={userId} />}
        <StandingWords standing={standing} />
      </span>
      <span className={styles.about}>{about.filter(Boolean).join(' · ')}</span>
    </span>
  );
}
