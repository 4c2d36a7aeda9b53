import type { Department, Person } from '@countinghouse/protocol';

/** Where in the directory one is: a department, or people of a kind. */
export type DirectoryPlace =
  | { kind: 'everybody' }
  | { kind: 'department'; id: string }
  | { kind: 'none' }
  | { kind: 'guests' }
  | { kind: 'apps' }
  | { kind: 'groups' };

export const isAt = (place: DirectoryPlace, person: Person): boolean => {
  switch (place.kind) {
    case 'everybody':
      return person.kind === 'person';
    case 'department':
      return person.kind === 'person' && person.departmentId === place.id;
    case 'none':
      return person.kind === 'person' && person.departmentId === null;
    case 'guests':
      return person.kind === 'guest';
    case 'apps':
      return person.kind === 'app';
    case 'groups':
      return false;
  }
};

const byName = new Intl.Collator(['zh-Hans-CN', 'en'], { numeric: true });

/** Active people at a place, heads of departments first, then by name as a Chinese reader expects. */
export function sortPeople(
  people: readonly Person[],
  departments: readonly Department[],
  nameOf: (person: Person) => string,
): Person[] {
  const heads = new Set<string | null>(departments.map(({ headId }) => headId));
  return people
    .filter((person) => person.isActive)
    .sort((a, b) => Number(heads.has(b.id)) - Number(heads.has(a.id)) || byName.compare(nameOf(a), nameOf(b)));
}

/** Those whose name, title or account holds every word. */
export function findPeople(people: readonly Person[], query: string): Person[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return people.filter(({ name, title, login }) => {
    const text = [name.zh, name.en, title.zh, title.en, login].join(' ').toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
