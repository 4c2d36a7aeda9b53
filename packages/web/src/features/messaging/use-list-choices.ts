import { useState } from 'react';
import type { EngagementOrder, SectionId } from './fold-sections.ts';

const storageKey = 'countinghouse.list';

interface ListChoices {
  folded: ReadonlySet<SectionId>;
  order: EngagementOrder;
}

const ordinary: ListChoices = { folded: new Set<SectionId>(['archived']), order: 'client' };

/** How this device shows the list. Where the browser keeps nothing, or keeps nonsense, it is shown as at first. */
function stored(): ListChoices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('folded' in kept) || !Array.isArray(kept.folded))
      return ordinary;
    const isByTime = 'order' in kept && kept.order === 'time';
    return { folded: new Set(kept.folded.filter(isSection)), order: isByTime ? 'time' : 'client' };
  } catch {
    return ordinary;
  }
}

const sections: readonly unknown[] = ['pinned', 'engagements', 'groups', 'direct', 'archived'] satisfies SectionId[];
const isSection = (id: unknown): id is SectionId => sections.includes(id);

export function useListChoices() {
  const [choices, setChoices] = useState(stored);
  const keep = (next: ListChoices) => {
    setChoices(next);
    localStorage.setItem(storageKey, JSON.stringify({ folded: [...next.folded], order: next.order }));
  };
  return {
    ...choices,
    setOrder: (order: EngagementOrder) => keep({ ...choices, order }),
    fold: (id: SectionId, isFolded: boolean) => {
      const folded = new Set(choices.folded);
      if (isFolded) folded.add(id);
      else folded.delete(id);
      keep({ ...choices, folded });
    },
  };
}
