import { type FileId, fileContentPath } from '@countinghouse/protocol';
import { useEffect, useMemo, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { LoadingState } from '../../shared/States.tsx';
import styles from './OriginalViewer.module.css';
import type { Marks } from './PageFrame.tsx';
import { viewerTexts } from './viewer-texts.ts';
import { carriesValue, xmlLines } from './xml-lines.ts';

interface XmlTextProps extends Pick<Marks, 'fields' | 'active'> {
  fileId: FileId;
  onFailure(): void;
}

export function XmlText({ fileId, fields, active, onFailure }: XmlTextProps) {
  const texts = useTexts(viewerTexts);
  const source = useFileText(fileId, onFailure);
  const parsed = useMemo(() => (source === null ? null : xmlLines(source)), [source]);
  if (!parsed) return <LoadingState rows={8} />;
  const value = fields.find((field) => field.name === active?.name)?.value ?? '';
  return (
    <section className={styles.xml} aria-label={texts.xml}>
      {parsed.lines.map((line, number) => (
        <code
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name, and lines never move.
          key={number}
          className={carriesValue(line, value) ? styles.xmlActive : undefined}
          style={{ paddingLeft: `${line.depth * 1.4}em` }}
        >
          {line.text}
        </code>
      ))}
      {parsed.isCut && <p className={styles.problem}>{texts.cut}</p>}
    </section>
  );
}

function useFileText(fileId: FileId, onFailure: () => void): string | null {
  const [text, setText] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another file is a reason to fetch again.
  useEffect(() => {
    const stopper = new AbortController();
    fetch(fileContentPath(fileId), { signal: stopper.signal })
      .then((response) => {
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.text();
      })
      .then(setText)
      .catch(() => {
        if (!stopper.signal.aborted) onFailure();
      });
    return () => stopper.abort();
  }, [fileId]);
  return text;
}
