import type { UserId, UserKind } from '@countinghouse/protocol';
import type { Directory } from '../../shared/messenger.tsx';

/** What views show of a person. */
export interface PersonLook {
  name: string;
  title: string;
  kind: UserKind;
}

export type LookOf = (id: UserId) => PersonLook;

export function lookFrom(directory: Directory): LookOf {
  return (id) => {
    const person = directory.person(id);
    if (!person) return { name: '…', title: '', kind: 'person' };
    return { name: directory.nameOf(person.name), title: directory.nameOf(person.title), kind: person.kind };
  };
}
