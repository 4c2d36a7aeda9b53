import { type FileId, fileContentPath } from '@countinghouse/protocol';
import { useEffect, useMemo, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { LoadingState } from '../../shared/States.tsx';
import styles from './OriginalViewer.module.css';
import type { Marks } from './PageFrame.tsx';
import { viewerTexts } from './viewer-texts.ts';
import { carriesValue, type XmlLine, xmlLines } from './xml-lines.ts';

interface XmlTextProps extends Marks {
  fileId: FileId;
  onFailure(): void;
}

export function XmlText({ fileId, fields, active, onActivate, onFailure }: XmlTextProps) {
  const texts = useTexts(viewerTexts);
  const source = useFileText(fileId, onFailure);
  const parsed = useMemo(() => (source === null ? null : xmlLines(source)), [source]);
  const names = useMemo(() => parsed?.lines.map((line) => fieldIn(line, fields)) ?? [], [parsed, fields]);
  if (!parsed) return <LoadingState rows={8} />;
  const value = fields.find((field) => field.name === active?.name)?.value ?? '';
  return (
    <section className={styles.xml} aria-label={texts.xml}>
      {parsed.lines.map((line, number) => (
        <XmlLineText
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name, and lines never move.
          key={number}
          line={line}
          name={names[number]}
          isActive={carriesValue(line, value)}
          onActivate={onActivate}
        />
      ))}
      {parsed.isCut && <p className={styles.problem}>{texts.cut}</p>}
    </section>
  );
}

interface XmlLineTextProps extends Pick<Marks, 'onActivate'> {
  line: XmlLine;
  /** The field that was read from it, if any. */
  name: string | undefined;
  isActive: boolean;
}

function XmlLineText({ line, name, isActive, onActivate }: XmlLineTextProps) {
  const look = { className: isActive ? styles.xmlActive : undefined, style: { paddingLeft: `${line.depth * 1.4}em` } };
  if (name === undefined) return <code {...look}>{line.text}</code>;
  const activate = () => onActivate({ name, from: 'page' });
  return (
    // The fields beside the text are the way for the keyboard, as with the marks on a page.
    <button
      type="button"
      tabIndex={-1}
      {...look}
      onMouseEnter={activate}
      onMouseLeave={() => onActivate(null)}
      onClick={activate}
    >
      {line.text}
    </button>
  );
}

const fieldIn = (line: XmlLine, fields: Marks['fields']): string | undefined =>
  fields.find((field) => carriesValue(line, field.value))?.name;

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
