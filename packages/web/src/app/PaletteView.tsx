import { SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Avatar } from '../shared/Avatar.tsx';
import { useTexts } from '../shared/locale.tsx';
import styles from './Palette.module.css';
import type { PaletteItem } from './palette-items.ts';
import { appTexts } from './texts.ts';

interface PaletteViewProps {
  query: string;
  items: readonly PaletteItem[];
  onQuery(query: string): void;
  onChoose(item: PaletteItem): void;
  onClose(): void;
}

export function PaletteView({ query, items, onQuery, onChoose, onClose }: PaletteViewProps) {
  const texts = useTexts(appTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [active, setActive] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const kinds = { person: texts.people, conversation: texts.conversations, page: texts.pages };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const current = items[active];
    if (event.key === 'ArrowDown' && items.length > 0) setActive((active + 1) % items.length);
    else if (event.key === 'ArrowUp' && items.length > 0) setActive((active + items.length - 1) % items.length);
    else if (event.key === 'Enter' && current) onChoose(current);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is for the veil.
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={texts.palette}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.box}>
        <div className={styles.field}>
          <SearchOutlined aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={items.length > 0 ? `${listId}-${active}` : undefined}
            aria-label={texts.palettePlaceholder}
            placeholder={texts.palettePlaceholder}
            value={query}
            onChange={(event) => {
              setActive(0);
              onQuery(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div id={listId} role="listbox" aria-label={texts.palette} className={styles.items} tabIndex={-1}>
          {items.map((item, place) => (
            <button
              key={`${item.kind} ${item.id}`}
              id={`${listId}-${place}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              className={`${styles.item} ${place === active ? styles.active : ''}`}
              onMouseMove={() => setActive(place)}
              onClick={() => onChoose(item)}
            >
              <Avatar name={item.name} kind={item.kind === 'person' ? 'person' : 'group'} size={28} />
              <span className={styles.name}>{item.name}</span>
              <span className={styles.note}>{item.note}</span>
              <span className={styles.kind}>{kinds[item.kind]}</span>
            </button>
          ))}
          {items.length === 0 && <p className={styles.nothing}>{texts.nothingFound}</p>}
        </div>
        <p className={styles.help}>{texts.paletteHelp}</p>
      </div>
    </dialog>
  );
}
