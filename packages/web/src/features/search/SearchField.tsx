import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import { searchQueryLengthMax } from '@countinghouse/protocol';
import { Button } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import styles from './Search.module.css';
import { searchTexts } from './texts.ts';

interface SearchFieldProps {
  value: string;
  placeholder: string;
  onChange(value: string): void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

export function SearchField({ value, placeholder, onChange, onKeyDown }: SearchFieldProps) {
  const texts = useTexts(searchTexts);
  return (
    <search className={styles.field}>
      <SearchOutlined aria-hidden="true" />
      <input
        type="text"
        // biome-ignore lint/a11y/noAutofocus: whoever opens a search wants to type.
        autoFocus
        value={value}
        maxLength={searchQueryLengthMax}
        placeholder={placeholder}
        aria-label={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (!event.nativeEvent.isComposing) onKeyDown?.(event);
        }}
      />
      {value !== '' && (
        <Button
          type="text"
          size="small"
          icon={<CloseCircleFilled aria-hidden="true" />}
          aria-label={texts.clear}
          onClick={() => onChange('')}
        />
      )}
    </search>
  );
}
