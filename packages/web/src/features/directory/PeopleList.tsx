import type { Person } from '@countinghouse/protocol';
import type { ComponentPropsWithRef } from 'react';
import { type ListProps, Virtuoso } from 'react-virtuoso';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import { useOpenPerson } from '../../shared/open-person.ts';
import { usePersonStatus } from '../../shared/person-status.ts';
import { useStanding } from '../../shared/presence.tsx';
import { StandingWords } from '../../shared/StandingWords.tsx';
import { EmptyState } from '../../shared/States.tsx';
import { QuietMark } from '../../shared/StatusMark.tsx';
import styles from './Directory.module.css';
import { directoryTexts } from './texts.ts';

const rowPixels = 56;

export function PeopleList({ people, isSearch }: { people: readonly Person[]; isSearch: boolean }) {
  const texts = useTexts(directoryTexts);
  if (people.length === 0) {
    return (
      <EmptyState
        mark="人"
        title={isSearch ? texts.nobody : texts.nobodyHere}
        hint={isSearch ? texts.nobodyHint : undefined}
      />
    );
  }
  return (
    <Virtuoso
      className={styles.list ?? ''}
      data={people}
      computeItemKey={(_, person) => person.id}
      fixedItemHeight={rowPixels}
      context={{ label: texts.people }}
      components={{ List: Items, Item }}
      itemContent={(_, person) => <PersonLine person={person} />}
    />
  );
}

function Items({ context, ...props }: ListProps & { context: { label: string } } & ComponentPropsWithRef<'ul'>) {
  return <ul {...props} aria-label={context.label} />;
}

function Item({
  children,
  context: _,
  item: __,
  ...props
}: ComponentPropsWithRef<'li'> & { context?: unknown; item?: unknown }) {
  return <li {...props}>{children}</li>;
}

function PersonLine({ person }: { person: Person }) {
  const texts = useTexts(directoryTexts);
  const directory = useDirectory();
  const open = useOpenPerson();
  const me = useMe();
  const standing = useStanding(person.kind === 'app' ? null : person.id);
  const status = usePersonStatus(person.id);
  const name = directory.nameOf(person.name);
  const department = directory.department(person.departmentId);
  const about = [directory.nameOf(person.title), department && directory.nameOf(department.name)];
  return (
    <button type="button" className={styles.person} onClick={() => open(person.id)}>
      <Avatar name={name} kind={person.kind === 'app' ? 'app' : 'person'} standing={standing} />
      <span className={styles.lines}>
        <span className={styles.name}>
          {name}
          {person.id === me.person.id && <span className={styles.quiet}>({texts.you})</span>}
          {person.kind !== 'app' && <QuietMark userId={person.id} />}
          <StandingWords standing={standing} />
          {person.kind === 'guest' && <Chip tone="gold">{texts.guest}</Chip>}
          {person.kind === 'app' && <Chip>{texts.app}</Chip>}
          {department?.headId === person.id && <Chip tone="quiet">{texts.head}</Chip>}
        </span>
        <span className={styles.quiet}>{about.filter(Boolean).join(' · ')}</span>
      </span>
      {status && (
        <span className={styles.status}>
          {status.emoji} {status.text}
        </span>
      )}
    </button>
  );
}
