import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** Card of the right-hand column: a title, a quiet remark beside it, rows below. */
export function Panel({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  const titleId = useId();
  return (
    <section className={styles.panel} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        {extra !== undefined && <span className={styles.extra}>{extra}</span>}
      </header>
      {children}
    </section>
  );
}

interface PanelRowProps {
  label: ReactNode;
  /** Second, quiet line under the label. */
  note?: ReactNode;
  value?: ReactNode;
  /** Second line under the value. */
  valueNote?: ReactNode;
  onClick?: () => void;
}

export function PanelRow({ label, note, value, valueNote, onClick }: PanelRowProps) {
  const content = (
    <>
      <span className={styles.label}>
        <span className={styles.line}>{label}</span>
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </span>
      <span className={styles.value}>
        <span>{value}</span>
        {valueNote !== undefined && <span className={styles.note}>{valueNote}</span>}
      </span>
    </>
  );
  if (!onClick) return <div className={styles.row}>{content}</div>;
  return (
    <button type="button" className={`${styles.row} ${styles.clickable}`} onClick={onClick}>
      {content}
    </button>
  );
}
