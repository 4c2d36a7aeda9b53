import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useLocale, useTexts } from '../../../shared/locale.tsx';
import styles from './EmojiPanel.module.css';
import { type Emoji, type EmojiGroup, emojiGroups, emojiList, searchEmoji } from './emoji-list.ts';
import { recentEmoji, rememberEmoji } from './recent-emoji.ts';
import { emojiTexts } from './texts.ts';

const columns = 9;

const tabIcons: Record<EmojiGroup, string> = {
  smileys: '😀',
  people: '👋',
  nature: '🌿',
  food: '🍜',
  travel: '✈️',
  activities: '🎉',
  objects: '💼',
  symbols: '✅',
  flags: '🏳️',
};

/** Search in both languages; arrows move, Enter takes. One group is drawn at a time. */
export function EmojiPanel({ onPick }: { onPick(emoji: string): void }) {
  const texts = useTexts(emojiTexts);
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query);
  const [group, setGroup] = useState<EmojiGroup>('smileys');
  const found = useMemo(() => searchEmoji(emojiList.all, sought), [sought]);
  const recent = useMemo(() => {
    const byEmoji = new Map(emojiList.all.map((each) => [each.emoji, each]));
    return recentEmoji().flatMap((emoji) => byEmoji.get(emoji) ?? []);
  }, []);
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  const isSearching = sought.trim() !== '';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move among the buttons within.
    <div className={styles.panel} onKeyDown={(event) => moveFocus(event, grid.current, search.current)}>
      <input
        ref={search}
        className={styles.search}
        type="search"
        value={query}
        placeholder={texts.search}
        aria-label={texts.search}
        data-autofocus
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && first && isSearching) {
            event.preventDefault();
            pick(first.emoji);
          }
        }}
      />
      <div ref={grid} className={styles.scroll}>
        {isSearching ? (
          <EmojiRows title={texts.found} emoji={found} onPick={pick} />
        ) : (
          <>
            <EmojiRows title={texts.recent} emoji={recent} onPick={pick} />
            <EmojiRows title={texts[group]} emoji={emojiList.groups.get(group) ?? []} onPick={pick} />
          </>
        )}
        {isSearching && found.length === 0 && <p className={styles.nothing}>{texts.nothing}</p>}
      </div>
      <div className={styles.tabs}>
        {emojiGroups.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === group && !isSearching}
            aria-label={texts[each]}
            title={texts[each]}
            onClick={() => {
              setQuery('');
              setGroup(each);
            }}
          >
            {tabIcons[each]}
          </button>
        ))}
      </div>
    </div>
  );
}

interface EmojiRowsProps {
  title: string;
  emoji: readonly Emoji[];
  onPick(emoji: string): void;
}

function EmojiRows({ title, emoji, onPick }: EmojiRowsProps) {
  const { locale } = useLocale();
  if (emoji.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div className={styles.grid}>
        {emoji.map((each) => {
          const name = locale === 'en' ? each.en : each.zh;
          return (
            <button
              key={each.emoji}
              type="button"
              data-emoji
              aria-label={name}
              title={name}
              onClick={() => onPick(each.emoji)}
            >
              {each.emoji}
            </button>
          );
        })}
      </div>
    </section>
  );
}

function moveFocus(event: KeyboardEvent, grid: HTMLElement | null, search: HTMLElement | null) {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (by === undefined || !grid) return;
  const isInSearch = document.activeElement === search;
  if (isInSearch && event.key !== 'ArrowDown') return;
  const buttons = [...grid.querySelectorAll<HTMLElement>('[data-emoji]')];
  const at = buttons.findIndex((each) => each.matches(':focus'));
  event.preventDefault();
  if (!isInSearch && at + by < 0) search?.focus();
  else buttons[isInSearch ? 0 : Math.min(buttons.length - 1, at + by)]?.focus();
}
