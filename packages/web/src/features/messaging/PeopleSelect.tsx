import type { Person, UserId } from '@countinghouse/protocol';
import { Select } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { messagingTexts } from './texts.ts';

export interface Choice {
  id: UserId;
  name: string;
  note: string;
  /** By which they are found, besides the name. */
  words: string;
}

interface PeopleSelectProps {
  choices: readonly Choice[];
  value: readonly UserId[];
  onChange(value: UserId[]): void;
  isSingle?: boolean;
  id?: string;
}

export function choicesFrom(people: readonly Person[], nameOf: (name: Person['name']) => string): Choice[] {
  return people
    .filter((person) => person.isActive)
    .map((person) => ({
      id: person.id,
      name: nameOf(person.name),
      note: nameOf(person.title),
      words: `${person.login} ${person.name.zh} ${person.name.en ?? ''}`,
    }));
}

export function PeopleSelect({ choices, value, onChange, isSingle = false, id }: PeopleSelectProps) {
  const texts = useTexts(messagingTexts);
  return (
    <Select<UserId[]>
      id={id}
      mode="multiple"
      maxCount={isSingle ? 1 : undefined}
      data-autofocus
      style={{ width: '100%' }}
      placeholder={isSingle ? texts.choosePerson : texts.choosePeople}
      aria-label={isSingle ? texts.choosePerson : texts.choosePeople}
      value={[...value]}
      onChange={(chosen) => onChange(chosen)}
      showSearch={{
        filterOption: (typed, option) =>
          String(option?.words ?? '')
            .toLocaleLowerCase()
            .includes(typed.toLocaleLowerCase()),
      }}
      options={choices.map((choice) => ({
        value: choice.id,
        label: choice.note ? `${choice.name} · ${choice.note}` : choice.name,
        words: `${choice.name} ${choice.note} ${choice.words}`,
      }))}
    />
  );
}
