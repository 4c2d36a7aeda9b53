import source from './emoji-list.txt?raw';

export interface Emoji {
  emoji: string;
  zh: string;
  en: string;
  /** Both languages, small letters. */
  words: string;
}

/** In the order in which people look for them; the name is that of the first emoji's kind. */
export const emojiGroups = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiGroup = (typeof emojiGroups)[number];

/** Numbers of the groups in Unicode's own list; 2 holds skins and hair and stands for nothing by itself. */
const groupNumbers: Record<string, EmojiGroup> = {
  0: 'smileys',
  1: 'people',
  3: 'nature',
  4: 'food',
  5: 'travel',
  6: 'activities',
  7: 'objects',
  8: 'symbols',
  9: 'flags',
};

export interface EmojiList {
  groups: ReadonlyMap<EmojiGroup, readonly Emoji[]>;
  all: readonly Emoji[];
}

/** The lines of `emoji-list.txt`: group, emoji, Chinese and English name, other words; parted by tabs. */
function parseEmojiList(text: string): EmojiList {
  const groups = new Map<EmojiGroup, Emoji[]>(emojiGroups.map((group) => [group, []]));
  const all = text.split('\n').flatMap((line) => {
    const [number = '', emoji = '', zh = '', en = '', words = ''] = line.split('\t');
    const group = groupNumbers[number];
    if (!group || !emoji) return [];
    const made = { emoji, zh, en, words: `${zh} ${en} ${words}`.toLowerCase() };
    groups.get(group)?.push(made);
    return [made];
  });
  return { groups, all };
}

/** Those whose name begins with what is sought come first, then names that hold it, then other words. */
export function searchEmoji(all: readonly Emoji[], query: string, limit = 120): Emoji[] {
  const needle = query.trim().toLowerCase();
  if (!needle) return [];
  const rank = (each: Emoji) => {
    if (each.emoji === needle) return 0;
    if (each.zh.startsWith(needle) || each.en.startsWith(needle)) return 1;
    if (each.zh.includes(needle) || each.en.includes(needle)) return 2;
    return needle.split(/\s+/).every((word) => each.words.includes(word)) ? 3 : 4;
  };
  return all
    .map((each) => ({ each, rank: rank(each) }))
    .filter((found) => found.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map((found) => found.each);
}

export const emojiList: EmojiList = parseEmojiList(source);
