import { SearchOutlined } from '@ant-design/icons';
import type { UserId } from '@countinghouse/protocol';
import { search } from '@countinghouse/protocol';
import { Input, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import styles from './Directory.module.css';
import { OpenGroups } from './OpenGroups.tsx';
import { PeopleList } from './PeopleList.tsx';
import { type DirectoryPlace, findPeople, isAt, sortPeople } from './sort-people.ts';
import { directoryTexts } from './texts.ts';

/** Departments at the left, people beside them; guests and groups that can be joined apart. */
export function DirectoryPage() {
  const texts = useTexts(directoryTexts);
  const directory = useDirectory();
  const isOfFirm = useMe().person.kind === 'person';
  const [address, setAddress] = useSearchParams();
  const place = parsePlace(address.get('show'), isOfFirm);
  const [query, setQuery] = useState('');
  const places = usePlaces(isOfFirm);
  const choose = (key: string) => {
    setQuery('');
    setAddress(key === 'everybody' ? {} : { show: key }, { replace: true });
  };
  const found = usePinyinHits(query);
  const people = useMemo(() => {
    if (query.trim() === '') {
      return sortPeople(
        directory.people.filter((person) => isAt(place, person)),
        directory.departments,
        (person) => directory.nameOf(person.name),
      );
    }
    const here = findPeople(directory.people, query);
    const known = new Set(here.map(({ id }) => id));
    const added = found.flatMap((id) => directory.person(id) ?? []).filter(({ id }) => !known.has(id));
    return [...here, ...added].filter((person) => person.isActive);
  }, [directory, place, query, found]);
  const shown = places.find(({ key }) => key === keyOf(place));
  return (
    <main className={styles.page} aria-label={texts.title}>
      <nav className={styles.places} aria-label={texts.places}>
        <h1>{texts.title}</h1>
        {places.map(({ key, label, count }) => (
          <button
            key={key}
            type="button"
            className={styles.place}
            aria-current={key === shown?.key && query === '' ? 'page' : undefined}
            onClick={() => choose(key)}
          >
            <span>{label}</span>
            {count !== null && <small>{count}</small>}
          </button>
        ))}
      </nav>
      <section className={styles.main} aria-label={shown?.label ?? texts.people}>
        <header className={styles.head}>
          <h2>
            {query ? texts.people : shown?.label}{' '}
            {place.kind !== 'groups' && <small>{texts.count(people.length)}</small>}
          </h2>
          <Select
            className={styles.select ?? ''}
            aria-label={texts.places}
            value={shown?.key ?? null}
            onChange={choose}
            options={places.map(({ key, label }) => ({ value: key, label }))}
          />
          <Input
            className={styles.find ?? ''}
            allowClear
            prefix={<SearchOutlined aria-hidden="true" />}
            placeholder={place.kind === 'groups' ? texts.groupSearch : texts.search}
            aria-label={place.kind === 'groups' ? texts.groupSearch : texts.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </header>
        {place.kind === 'groups' ? <OpenGroups text={query} /> : <PeopleList people={people} isSearch={query !== ''} />}
      </section>
    </main>
  );
}

function parsePlace(key: string | null, isOfFirm: boolean): DirectoryPlace {
  if (key === 'groups' && isOfFirm) return { kind: 'groups' };
  if (key === 'guests' || key === 'apps' || key === 'none') return { kind: key };
  return key === null || key === 'groups' ? { kind: 'everybody' } : { kind: 'department', id: key };
}

const keyOf = (place: DirectoryPlace): string => (place.kind === 'department' ? place.id : place.kind);

function usePlaces(isOfFirm: boolean): { key: string; label: string; count: number | null }[] {
  const texts = useTexts(directoryTexts);
  const { departments, people, nameOf } = useDirectory();
  return useMemo(() => {
    const count = (place: DirectoryPlace) => people.filter((each) => each.isActive && isAt(place, each)).length;
    const others = [
      { key: 'none', label: texts.withoutDepartment, count: count({ kind: 'none' }) },
      { key: 'guests', label: texts.guests, count: count({ kind: 'guests' }) },
      { key: 'apps', label: texts.apps, count: count({ kind: 'apps' }) },
    ];
    return [
      { key: 'everybody', label: texts.everybody, count: count({ kind: 'everybody' }) },
      ...departments.map(({ id, name }) => ({
        key: id,
        label: nameOf(name),
        count: count({ kind: 'department', id }),
      })),
      ...others.filter((each) => each.count > 0),
      ...(isOfFirm ? [{ key: 'groups', label: texts.groups, count: null }] : []),
    ];
  }, [departments, people, nameOf, texts, isOfFirm]);
}

const typingMs = 150;
const none: readonly UserId[] = [];

/** Whom the server knows by pinyin or initials; without it names are found as they are written. */
function usePinyinHits(query: string): readonly UserId[] {
  const { call } = useMessenger();
  const [found, setFound] = useState(none);
  const attempts = useRef(0);
  const q = query.trim();
  useEffect(() => {
    const attempt = ++attempts.current;
    setFound(none);
    if (!/^[a-z' ]+$/i.test(q)) return;
    const timer = setTimeout(() => {
      call(search.suggest, { query: { q, limit: 20 } }).then(
        ({ hits }) => {
          if (attempts.current === attempt)
            setFound(hits.flatMap((hit) => (hit.kind === 'person' ? [hit.userId] : [])));
        },
        () => undefined, // What is found without the server stays.
      );
    }, typingMs);
    return () => clearTimeout(timer);
  }, [q, call]);
  return found;
}
