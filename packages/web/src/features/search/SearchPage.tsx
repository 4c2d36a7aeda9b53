import type { SearchHit } from '@countinghouse/protocol';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { EmptyState } from '../../shared/States.tsx';
import { FilterBar } from './FilterBar.tsx';
import { ResultList } from './ResultList.tsx';
import { forgetSearches, recentSearches, rememberSearch } from './recent-searches.ts';
import styles from './Search.module.css';
import { SearchField } from './SearchField.tsx';
import { formatFilters, parseFilters, type SearchFilters, searchQuery } from './search-filters.ts';
import { searchTexts } from './texts.ts';
import { useOpenHit } from './use-open-hit.ts';
import { useResults } from './use-results.ts';
import { useSettled } from './use-settled.ts';

const typingMs = 250;

/** Everything that can be found, with filters; what is looked for stands in the address. */
export function SearchPage() {
  const texts = useTexts(searchTexts);
  const [address, setAddress] = useSearchParams();
  const filters = parseFilters(address);
  const [typed, setTyped] = useState(filters.query);
  const settled = useSettled(typed, typingMs);
  const change = (next: Partial<SearchFilters>) =>
    setAddress(formatFilters({ ...parseFilters(address), query: typed, ...next }), { replace: true });
  // Typing changes the address once it pauses; Back and links change what is typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the settled text is news here.
  useEffect(() => {
    if (settled !== filters.query) change({ query: settled });
  }, [settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address is news here.
  useEffect(() => {
    if (filters.query !== settled) setTyped(filters.query);
  }, [filters.query]);
  const results = useResults(searchQuery(filters));
  const openHit = useOpenHit();
  const open = (hit: SearchHit) => {
    rememberSearch(filters.query);
    openHit(hit);
  };
  return (
    <main className={styles.page} aria-label={texts.title}>
      <h1 className="visually-hidden">{texts.title}</h1>
      <header className={styles.head}>
        <SearchField
          value={typed}
          placeholder={texts.placeholder}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rememberSearch(typed);
          }}
        />
        <FilterBar filters={filters} onChange={change} />
      </header>
      <div className={styles.results}>
        <div className={styles.inner}>
          {filters.query.trim() === '' ? (
            <Beginning onChoose={setTyped} />
          ) : (
            <ResultList
              results={results}
              isOneKind={filters.kind !== null || filters.hasFile}
              onOpen={open}
              onKind={(kind) => change({ kind })}
            />
          )}
        </div>
      </div>
    </main>
  );
}

function Beginning({ onChoose }: { onChoose(query: string): void }) {
  const texts = useTexts(searchTexts);
  const [recent, setRecent] = useState(recentSearches);
  if (recent.length === 0) return <EmptyState mark="寻" title={texts.begin} hint={texts.beginHint} />;
  const forget = () => {
    forgetSearches();
    setRecent([]);
  };
  return (
    <section className={styles.group} aria-label={texts.recent}>
      <header className={styles.groupHead}>
        <h2>{texts.recent}</h2>
        <button type="button" className={styles.link} onClick={forget}>
          {texts.forgetRecent}
        </button>
      </header>
      <div className={styles.recent}>
        {recent.map((query) => (
          <button key={query} type="button" className={styles.chip} onClick={() => onChoose(query)}>
            {query}
          </button>
        ))}
      </div>
    </section>
  );
}
