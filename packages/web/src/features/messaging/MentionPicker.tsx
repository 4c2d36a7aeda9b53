import { Avatar } from '../../shared/Avatar.tsx';
import styles from './Composer.module.css';
import type { Mentionable } from './mentions.ts';

interface MentionPickerProps {
  listId: string;
  matches: readonly Mentionable[];
  active: number;
  onChoose(person: Mentionable): void;
}

/** Focus stays in the text; arrows, Enter and Tab are handled there. */
export function MentionPicker({ listId, matches, active, onChoose }: MentionPickerProps) {
  return (
    <div id={listId} role="listbox" className={styles.picker} hidden={matches.length === 0} tabIndex={-1}>
      {matches.map((person, place) => (
        <div
          key={person.id}
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
          <Avatar name={person.name} size={26} />
          <span>{person.name}</span>
          <span className={styles.optionNote}>{person.note}</span>
        </div>
      ))}
    </div>
  );
}
