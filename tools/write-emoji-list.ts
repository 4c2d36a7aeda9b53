import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `packages/web/src/features/messaging/emoji/emoji-list.txt` from an unpacked `emojibase-data` package (MIT;
 * names and words are those of Unicode CLDR): `node tools/write-emoji-list.ts FOLDER`. The package itself is 49 MB and
 * is needed only when Unicode brings new emoji, therefore it is no dependency.
 */
interface Emoji {
  hexcode: string;
  unicode: string;
  label: string;
  group?: number;
  order?: number;
  tags?: string[];
}

const componentsGroup = 2;
const wordsMax = 8;

const folder = process.argv[2];
if (!folder) throw new Error('Say where emojibase-data lies.');
const read = (locale: string): Emoji[] => JSON.parse(readFileSync(join(folder, locale, 'compact.json'), 'utf8'));

/** Without the sign that asks for a picture where there is one anyway: people's keyboards leave it out as well. */
const plain = (emoji: string): string => emoji.replaceAll(/(\p{Emoji_Presentation})\ufe0f/gu, '$1');

const english = new Map(read('en').map((emoji) => [emoji.hexcode, emoji]));
const lines = read('zh')
  .filter((emoji) => emoji.group !== undefined && emoji.group !== componentsGroup)
  .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  .map((zh) => {
    const en = english.get(zh.hexcode);
    const words = [...new Set([...(zh.tags ?? []).slice(0, wordsMax), ...(en?.tags ?? []).slice(0, wordsMax)])];
    const others = words.filter((word) => !zh.label.includes(word) && !en?.label.includes(word));
    return [zh.group, plain(zh.unicode), zh.label, en?.label ?? '', others.join(' ')].join('\t');
  });
const out = join(import.meta.dirname, '..', 'packages/web/src/features/messaging/emoji/emoji-list.txt');
writeFileSync(out, `${lines.join('\n')}\n`);
console.log(`${lines.length} emoji`);
