import { AimOutlined, CheckOutlined, EditOutlined } from '@ant-design/icons';
import type { InvoiceField } from '@countinghouse/protocol';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { describeKind } from '../../shared/invoice-kinds.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { detailTexts } from './detail-texts.ts';
import styles from './FieldList.module.css';
import { describeField, describeSource } from './field-names.ts';
import type { ActiveField } from './PageFrame.tsx';

export interface FieldRowProps {
  field: InvoiceField;
  active: ActiveField | null;
  /** The original is text in which the value can be found; else its place on a page tells. */
  isText: boolean;
  onActivate(active: ActiveField | null): void;
  /** Where page and fields do not stand side by side: turn to the page. */
  onLocate(): void;
  /** Left out where the person may not correct. A value equal to the read one confirms it. */
  onCorrect?: (value: string) => Promise<boolean>;
}

const valueLengthMax = 500;

/** One recognised field, tied to its place on the page; corrected in place. */
export function FieldRow({ field, active, isText, onActivate, onLocate, onCorrect }: FieldRowProps) {
  const texts = useTexts(detailTexts);
  const { locale } = useLocale();
  const [isEditing, setIsEditing] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const isActive = active?.name === field.name;
  useEffect(() => {
    if (isActive && active?.from === 'page') row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive, active]);
  const name = describeField(field.name, locale);
  const look = [styles.row, isActive ? styles.active : '', field.isDoubtful ? styles.doubtful : ''];
  const activate = () => onActivate({ name: field.name, from: 'fields' });
  return (
    <li ref={row} className={look.join(' ')} onMouseEnter={activate} onFocus={activate} data-field={field.name}>
      <span className={styles.name}>{name}</span>
      {isEditing && onCorrect ? (
        <FieldEditor
          name={name}
          value={field.value}
          onCancel={() => setIsEditing(false)}
          onSave={async (value) => {
            if (await onCorrect(value)) setIsEditing(false);
          }}
        />
      ) : (
        <>
          <FieldValue field={field} />
          <span className={styles.buttons}>
            {field.isDoubtful && onCorrect && (
              <Button
                size="small"
                icon={<CheckOutlined aria-hidden="true" />}
                aria-label={texts.confirmField(name)}
                onClick={() => onCorrect(field.value)}
              >
                {texts.confirm}
              </Button>
            )}
            {(field.place || (isText && field.value !== '')) && (
              <Button
                type="text"
                size="small"
                className={styles.locate}
                icon={<AimOutlined aria-hidden="true" />}
                aria-label={texts.locateField(name)}
                onClick={onLocate}
              />
            )}
            {onCorrect && (
              <Button
                type="text"
                size="small"
                className={styles.edit}
                icon={<EditOutlined aria-hidden="true" />}
                aria-label={texts.editField(name)}
                title={texts.edit}
                onClick={() => setIsEditing(true)}
              />
            )}
          </span>
        </>
      )}
    </li>
  );
}

function FieldValue({ field }: { field: InvoiceField }) {
  const texts = useTexts(detailTexts);
  const { locale } = useLocale();
  const sourceName = (source: InvoiceField['source']) => describeSource(source, locale);
  const kind = field.name === 'invoiceType' ? describeKind(field.value, locale) : field.value;
  // What stands on the paper is kept beside what it is called.
  const shown = kind === field.value ? kind : `${kind} · ${field.value}`;
  const confidence = field.confidence === undefined ? '' : ` ${Math.round(field.confidence * 100)}%`;
  return (
    <span className={styles.value}>
      {field.value === '' ? <span className={styles.missing}>{texts.notRead}</span> : shown}
      {field.value !== '' && (
        <span className={styles.source}>
          {sourceName(field.source)}
          {confidence}
          {field.isDoubtful && <span className={styles.doubtWord}> · {texts.doubtful}</span>}
        </span>
      )}
      {field.readValue !== undefined && field.readValue !== field.value && (
        <del className={styles.readAs}>{texts.readAs(field.readValue)}</del>
      )}
      {field.alternatives?.map(({ source, value }) => (
        <span key={`${source} ${value}`} className={styles.alternative}>
          {texts.alternative(sourceName(source), value)}
        </span>
      ))}
    </span>
  );
}

interface FieldEditorProps {
  name: string;
  value: string;
  onSave(value: string): Promise<void>;
  onCancel(): void;
}

function FieldEditor({ name, value, onSave, onCancel }: FieldEditorProps) {
  const texts = useTexts(detailTexts);
  const [text, setText] = useState(value);
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    if (text.trim() === '' || isSaving) return;
    setIsSaving(true);
    await onSave(text.trim());
    setIsSaving(false);
  };
  return (
    <span className={styles.editor}>
      <Input
        autoFocus
        size="small"
        aria-label={name}
        maxLength={valueLengthMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={save}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button size="small" type="primary" loading={isSaving} disabled={text.trim() === ''} onClick={save}>
        {texts.save}
      </Button>
      <Button size="small" type="text" onClick={onCancel}>
        {texts.cancel}
      </Button>
    </span>
  );
}
