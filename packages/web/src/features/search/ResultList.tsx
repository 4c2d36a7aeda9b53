import type { SearchGroup, SearchHit, SearchKind } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { MorePages } from '../../shared/MorePages.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { HitContent } from './HitContent.tsx';
import { hitKey } from './hit-look.ts';
import styles from './Search.module.css';
import { searchTexts } from './texts.ts';
import type { Results } from './use-results.ts';

interface ResultListProps {
  results: Results;
  /** One kind was asked for, so that there are pages. */
  isOneKind: boolean;
  isInConversation?: boolean;
  currentKey?: string | null;
  onOpen(hit: SearchHit): void;
  onKind(kind: SearchKind): void;
}

/** Hits by kind; one kind alone goes on page by page. */
export function ResultList({ results, ...props }: ResultListProps) {
  const texts = useTexts(searchTexts);
  const { groups, error, isBusy } = results;
  if (error !== undefined && groups === null) return <ErrorState error={error} onRetry={results.retry} />;
  if (groups === null) return isBusy ? <LoadingState rows={6} /> : null;
  const found = groups.filter((group) => group.hits.length > 0);
  const count = found.reduce((sum, group) => sum + group.hits.length, 0);
  const hasMore = found.some((group) => group.next !== null);
  return (
    <div aria-busy={isBusy}>
      <output className="visually-hidden">{hasMore ? texts.foundMore(count) : texts.found(count)}</output>
      {found.length === 0 && <EmptyState mark="寻" title={texts.nothing} hint={texts.nothingHint} />}
      {found.map((group) => (
        <Group key={group.kind} group={group} {...props} />
      ))}
      {props.isOneKind && (
        <MorePages hasMore={hasMore} moreError={error} isLoadingMore={isBusy} loadMore={results.loadMore} />
      )}
    </div>
  );
}

function Group({
  group,
  isOneKind,
  isInConversation = false,
  currentKey = null,
  onOpen,
  onKind,
}: Omit<ResultListProps, 'results'> & { group: SearchGroup }) {
  const texts = useTexts(searchTexts);
  return (
    <section className={styles.group} aria-label={texts[group.kind]}>
      <header className={styles.groupHead}>
        <h2>{texts[group.kind]}</h2>
        {!isOneKind && group.next !== null && (
          <button type="button" className={styles.link} onClick={() => onKind(group.kind)}>
            {texts.moreOf(texts[group.kind])}
          </button>
        )}
      </header>
      <ul aria-label={texts[group.kind]}>
        {group.hits.map((hit) => (
          <li key={hitKey(hit)}>
            <button
              type="button"
              className={`${styles.hit} ${hitKey(hit) === currentKey ? styles.current : ''}`}
              aria-current={hitKey(hit) === currentKey ? 'true' : undefined}
              onClick={() => onOpen(hit)}
            >
              <HitContent hit={hit} isInConversation={isInConversation} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
