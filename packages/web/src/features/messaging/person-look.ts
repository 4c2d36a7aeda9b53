import type { UserId, UserKind } from '@countinghouse/protocol';
import type { Directory } from '../../shared/messenger.tsx';

/** What views show of a person. */
export interface PersonLook {
  name: string;
  title: string;
  /** In every language: a mention was written in the writer's. */
  names: readonly string[];
  kind: UserKind;
}

export type LookOf = (id: UserId) => PersonLook;

export function lookFrom(directory: Directory): LookOf {
  return (id) => {
    const person = directory.person(id);
    if (!person) return { name: '…', title: '', names: [], kind: 'person' };
    const { zh, en } = person.name;
    return {
      name: directory.nameOf(person.name),
      title: directory.nameOf(person.title),
      names: en ? [zh, en] : [zh],
      kind: person.kind,
    };
  };
}
