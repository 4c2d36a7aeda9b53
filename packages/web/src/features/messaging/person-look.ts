import type { UserId, UserKind } from '@countinghouse/protocol';
import type { Directory } from '../../shared/messenger.tsx';

/** What views show of a person. */
export interface PersonLook {
  name: string;
  title: string;
  department: string;
  /** In every language: a mention was written in the writer's. */
  names: readonly string[];
  kind: UserKind;
}

export type LookOf = (id: UserId) => PersonLook;

export function lookFrom(directory: Directory): LookOf {
  return (id) => {
    const person = directory.person(id);
    if (!person) return { name: '…', title: '', department: '', names: [], kind: 'person' };
    const { zh, en } = person.name;
    const department = directory.department(person.departmentId);
    return {
      name: directory.nameOf(person.name),
      title: directory.nameOf(person.title),
      department: department ? directory.nameOf(department.name) : '',
      names: en ? [zh, en] : [zh],
      kind: person.kind,
    };
  };
}
