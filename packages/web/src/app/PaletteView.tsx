import { SearchOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { HitContent, hitKey } from '../features/search/index.ts';
import { Avatar } from '../shared/Avatar.tsx';
import { useTexts } from '../shared/locale.tsx';
import styles from './Palette.module.css';
import type { PaletteEntry, PaletteGroup } from './palette-items.ts';
import { appTexts } from './texts.ts';

interface PaletteViewProps {
  query: string;
  groups: readonly PaletteGroup[];
  isBusy: boolean;
  /** Only what this device knows is listed. */
  isServerAway: boolean;
  onQuery(query: string): void;
  onChoose(entry: PaletteEntry): void;
  onClose(): void;
}

export function PaletteView(props: PaletteViewProps) {
  const { query, groups, onQuery, onChoose, onClose } = props;
  const texts = useTexts(appTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [active, setActive] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const items = groups.flatMap((group) => group.entries);
  const place = Math.min(active, Math.max(0, items.length - 1));
  useEffect(() => {
    document.getElementById(`${listId}-${place}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, place]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const current = items[place];
    if (event.key === 'ArrowDown' && items.length > 0) setActive((place + 1) % items.length);
    else if (event.key === 'ArrowUp' && items.length > 0) setActive((place + items.length - 1) % items.length);
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
      // At once with the key: it is closed a moment later, and the next press would still count for the one that goes.
      onCancel={onClose}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div>
        <div className={styles.field}>
          <SearchOutlined aria-hidden="true" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={items.length > 0 ? `${listId}-${place}` : undefined}
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
        <div
          id={listId}
          role="listbox"
          aria-label={texts.palette}
          aria-busy={props.isBusy}
          className={styles.items}
          tabIndex={-1}
        >
          {groups.map((group) => (
            <Entries
              key={group.name}
              group={group}
              idOf={(entry) => `${listId}-${items.indexOf(entry)}`}
              active={items[place]}
              onActive={(entry) => setActive(items.indexOf(entry))}
              onChoose={onChoose}
            />
          ))}
          {items.length === 0 && <p className={styles.nothing}>{texts.nothingFound}</p>}
        </div>
        {props.isServerAway && <output className={styles.away}>{texts.paletteServerAway}</output>}
        <p className={styles.help}>{texts.paletteHelp}</p>
      </div>
    </dialog>
  );
}

interface EntriesProps {
  group: PaletteGroup;
  idOf(entry: PaletteEntry): string;
  active: PaletteEntry | undefined;
  onActive(entry: PaletteEntry): void;
  onChoose(entry: PaletteEntry): void;
}

function Entries({ group, idOf, active, onActive, onChoose }: EntriesProps) {
  const texts = useTexts(appTexts);
  const names = {
    here: texts.paletteHere,
    message: texts.messages,
    file: texts.files,
    person: texts.people,
    conversation: texts.conversations,
    invoice: texts.invoices,
    page: texts.pages,
    all: texts.search,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list box.
    <div role="group" aria-label={names[group.name]}>
      {group.name !== 'all' && (
        <p className={styles.heading} aria-hidden="true">
          {names[group.name]}
        </p>
      )}
      {group.entries.map((entry) => (
        <button
          key={keyOf(entry)}
          id={idOf(entry)}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={entry === active}
          className={`${styles.item} ${entry === active ? styles.active : ''}`}
          onMouseMove={() => onActive(entry)}
          onClick={() => onChoose(entry)}
        >
          <Entry entry={entry} />
        </button>
      ))}
    </div>
  );
}

function keyOf(entry: PaletteEntry): string {
  if (entry.kind === 'hit') return hitKey(entry.hit);
  return entry.kind === 'item' ? `${entry.item.kind} ${entry.item.id}` : entry.kind;
}

function Entry({ entry }: { entry: PaletteEntry }) {
  const texts = useTexts(appTexts);
  if (entry.kind === 'hit') return <HitContent hit={entry.hit} />;
  if (entry.kind === 'all') {
    return (
      <>
        <span className={styles.sign} aria-hidden="true">
          <SearchOutlined />
        </span>
        <span className={styles.name}>{texts.allResults(entry.query)}</span>
      </>
    );
  }
  const { item } = entry;
  const kinds = { person: texts.people, conversation: texts.conversations, page: texts.pages };
  return (
    <>
      <Avatar name={item.name} kind={item.kind === 'person' ? 'person' : 'group'} size={30} />
      <span className={styles.name}>{item.name}</span>
      <span className={styles.note}>{item.note}</span>
      <span className={styles.kind}>{kinds[item.kind]}</span>
    </>
  );
}
