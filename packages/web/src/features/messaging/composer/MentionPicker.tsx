import { Avatar } from '../../../shared/Avatar.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import type { Mentionable } from '../mentions.ts';
import { messagingTexts } from '../texts.ts';
import styles from './Composer.module.css';

interface MentionPickerProps {
  listId: string;
  matches: readonly Mentionable[];
  active: number;
  onChoose(person: Mentionable): void;
}

/** Focus stays in the text; arrows, Enter and Tab are handled there. */
export function MentionPicker({ listId, matches, active, onChoose }: MentionPickerProps) {
  const texts = useTexts(messagingTexts);
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={texts.mention}
      className={styles.picker}
      hidden={matches.length === 0}
      tabIndex={-1}
    >
      {matches.map((person, place) => (
        <div
          key={person.target.kind === 'person' ? person.target.id : person.target.group}
          id={`${listId}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          className={`${styles.option} ${place === active ? styles.optionActive : ''}`}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(person);
          }}
        >
          <Avatar name={person.target.kind === 'group' ? '@' : person.name} kind={person.target.kind} size={26} />
          <span>{person.name}</span>
          {person.target.kind === 'person' && <StatusMark userId={person.target.id} />}
          <span className={styles.optionNote}>{person.note}</span>
        </div>
      ))}
    </div>
  );
}
