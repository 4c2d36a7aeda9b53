import type { Person, UserId } from '@countinghouse/protocol';

export interface PersonOption {
  value: UserId;
  label: string;
  /** By which they are found, besides the label. */
  words: string;
}

export function personOptions(people: readonly Person[], nameOf: (name: Person['name']) => string): PersonOption[] {
  return people.map((person) => {
    const title = person.title.zh ? nameOf(person.title) : '';
    return {
      value: person.id,
      label: title ? `${nameOf(person.name)} · ${title}` : nameOf(person.name),
      words: `${person.login} ${person.name.zh} ${person.name.en ?? ''}`.toLocaleLowerCase(),
    };
  });
}

/** For `showSearch` of a select. */
export const personSearch = {
  filterOption: (typed: string, option?: { label?: unknown; words?: string }) =>
    `${String(option?.label ?? '')} ${option?.words ?? ''}`
      .toLocaleLowerCase()
      .includes(typed.trim().toLocaleLowerCase()),
};

/** Heads, leads and partners are active people of the firm. */
export const isOfFirm = (person: Person): boolean => person.kind === 'person' && person.isActive;

/** In the order of its parts; a missing or blank English name is left out. */
export const bilingual = (zh = '', en = '') => ({ zh: zh.trim(), ...(en.trim() ? { en: en.trim() } : {}) });
