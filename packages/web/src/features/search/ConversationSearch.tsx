import type { ConversationId, SearchHit } from '@countinghouse/protocol';
import { type KeyboardEvent, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { EmptyState } from '../../shared/States.tsx';
import { hitKey } from './hit-look.ts';
import { ResultList } from './ResultList.tsx';
import styles from './Search.module.css';
import { SearchField } from './SearchField.tsx';
import { noFilters, searchQuery } from './search-filters.ts';
import { searchTexts } from './texts.ts';
import { useOpenHit } from './use-open-hit.ts';
import { useResults } from './use-results.ts';
import { useSettled } from './use-settled.ts';

const typingMs = 250;

/** Beside the open conversation: its messages and files, the newest first; Enter and the arrows go from hit to hit. */
export function ConversationSearch({ conversationId }: { conversationId: ConversationId }) {
  const texts = useTexts(searchTexts);
  const [typed, setTyped] = useState('');
  const [current, setCurrent] = useState<string | null>(null);
  const query = useSettled(typed, typingMs);
  const results = useResults(searchQuery({ ...noFilters, query, kind: 'message', conversationId, order: 'newest' }));
  const openHit = useOpenHit();
  const open = (hit: SearchHit) => {
    setCurrent(hitKey(hit));
    openHit(hit);
  };
  const hits = results.groups?.flatMap((group) => group.hits) ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey) ? -1 : 1;
    if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const at = hits.findIndex((hit) => hitKey(hit) === current);
    const next = hits[at < 0 ? 0 : (at + step + hits.length) % hits.length];
    if (next) open(next);
  };
  return (
    <div className={styles.inside}>
      <div className={styles.head}>
        <SearchField
          value={typed}
          placeholder={texts.inConversationPlaceholder}
          onChange={setTyped}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.results}>
        {query.trim() === '' ? (
          <EmptyState mark="寻" title={texts.inConversation} hint={texts.beginHint} />
        ) : (
          <ResultList
            results={results}
            isOneKind
            isInConversation
            currentKey={current}
            onOpen={open}
            onKind={() => {}}
          />
        )}
      </div>
    </div>
  );
}
