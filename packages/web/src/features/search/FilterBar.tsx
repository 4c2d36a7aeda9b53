import type { ConversationId, UserId } from '@countinghouse/protocol';
import { Checkbox, DatePicker, Select, type SelectProps } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { conversationTitle } from '../../shared/conversation-title.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger, useSelected } from '../../shared/messenger.tsx';
import styles from './Search.module.css';
import { type SearchFilters, searchKindsShown } from './search-filters.ts';
import { searchTexts } from './texts.ts';

interface FilterBarProps {
  filters: SearchFilters;
  onChange(change: Partial<SearchFilters>): void;
}

/** Kinds as buttons, and below them by whom, where and when. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const texts = useTexts(searchTexts);
  return (
    <>
      <fieldset className={styles.kinds} aria-label={texts.kinds}>
        {[null, ...searchKindsShown].map((kind) => (
          <button
            key={kind ?? 'all'}
            type="button"
            className={styles.kind}
            aria-pressed={filters.kind === kind}
            onClick={() => onChange({ kind })}
          >
            {kind === null ? texts.all : texts[kind]}
          </button>
        ))}
      </fieldset>
      <fieldset className={`${styles.kinds} ${styles.filters}`} aria-label={texts.filters}>
        <PersonFilter filters={filters} onChange={onChange} />
        <ConversationFilter filters={filters} onChange={onChange} />
        <DatePicker.RangePicker
          id={{ start: 'search-from', end: 'search-to' }}
          aria-label={`${texts.from} – ${texts.to}`}
          className={styles.range}
          format={dateFormat}
          allowEmpty={[true, true]}
          placeholder={[texts.from, texts.to]}
          value={[dateOf(filters.fromDate), dateOf(filters.toDate)]}
          onChange={(range) =>
            onChange({
              fromDate: range?.[0]?.format(dateFormat) ?? null,
              toDate: range?.[1]?.format(dateFormat) ?? null,
            })
          }
        />
        <Checkbox checked={filters.hasFile} onChange={(event) => onChange({ hasFile: event.target.checked })}>
          {texts.hasFile}
        </Checkbox>
        <Select
          aria-label={texts.order}
          value={filters.order}
          onChange={(order) => onChange({ order })}
          options={[
            { value: 'relevance', label: texts.relevance },
            { value: 'newest', label: texts.newest },
          ]}
        />
      </fieldset>
    </>
  );
}

function PersonFilter({ filters, onChange }: FilterBarProps) {
  const texts = useTexts(searchTexts);
  const directory = useDirectory();
  return (
    <Select<UserId>
      allowClear
      aria-label={texts.by}
      placeholder={texts.byAnybody}
      style={{ width: 150 }}
      value={filters.actorId ?? undefined}
      onChange={(actorId) => onChange({ actorId: actorId ?? null })}
      showSearch={{ filterOption: isNamed }}
      options={directory.people.map((person) => ({
        value: person.id,
        label: directory.nameOf(person.name),
        words: `${person.name.zh} ${person.name.en ?? ''} ${person.login}`,
      }))}
    />
  );
}

function ConversationFilter({ filters, onChange }: FilterBarProps) {
  const texts = useTexts(searchTexts);
  const directory = useDirectory();
  const { list } = useMessenger();
  const all = useSelected(list, (state) => state.conversations);
  return (
    <Select<ConversationId>
      allowClear
      aria-label={texts.in}
      placeholder={texts.inAny}
      style={{ width: 190 }}
      value={filters.conversationId ?? undefined}
      onChange={(conversationId) => onChange({ conversationId: conversationId ?? null })}
      showSearch={{ filterOption: isNamed }}
      options={all.map((each) => {
        const title = conversationTitle(each, directory);
        return { value: each.id, label: title, words: title };
      })}
    />
  );
}

type DefaultOptionType = NonNullable<SelectProps['options']>[number];

const isNamed = (typed: string, option: DefaultOptionType | undefined) =>
  String(option?.words ?? '')
    .toLocaleLowerCase()
    .includes(typed.toLocaleLowerCase());

const dateFormat = 'YYYY-MM-DD';
const dateOf = (date: string | null) => (date === null ? null : dayjs(date, dateFormat));
