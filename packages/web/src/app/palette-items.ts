import type { UserId } from '@countinghouse/protocol';

interface Named {
  name: string;
  note: string;
  /** By which it is found, besides name and note. */
  words: string;
}

export type PaletteItem = Named &
  ({ kind: 'person'; id: UserId } | { kind: 'conversation'; id: string } | { kind: 'page'; id: string });

const shownMax = 12;

/** Items that hold every word of the query; those whose name begins with it come first. */
export function findInPalette(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const needle = query.trim().toLocaleLowerCase();
  const words = needle.split(/\s+/).filter(Boolean);
  const scored = items.flatMap((item) => {
    const name = item.name.toLocaleLowerCase();
    const text = `${name} ${item.note} ${item.words}`.toLocaleLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    return [{ item, score: name.startsWith(needle) ? 0 : name.includes(needle) ? 1 : 2 }];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, shownMax)
    .map(({ item }) => item);
}
