import type { ReactNode } from 'react';
import { Bones } from './Bones.tsx';
import { Button } from './Button.tsx';
import { describeRefusal } from './describe-refusal.ts';
import { useLocale, useTexts } from './locale.tsx';
import styles from './States.module.css';
import { stateTexts } from './state-texts.ts';

interface EmptyStateProps {
  /** One character in a square, in the manner of a seal. */
  mark?: string;
  title: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ mark = '账', title, hint, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <span className={styles.mark} aria-hidden="true">
        {mark}
      </span>
      <p className={styles.title}>{title}</p>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      {action}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const texts = useTexts(stateTexts);
  const { locale } = useLocale();
  return (
    <div className={styles.state} role="alert">
      <span className={`${styles.mark} ${styles.refused}`} aria-hidden="true">
        !
      </span>
      <p className={styles.title}>{texts.failed}</p>
      <p className={styles.hint}>{describeRefusal(error, locale)}</p>
      {onRetry && <Button onClick={onRetry}>{texts.retry}</Button>}
    </div>
  );
}

export function LoadingState({ rows = 4 }: { rows?: number }) {
  const texts = useTexts(stateTexts);
  return (
    <div className={styles.loading} aria-busy="true">
      <output className="visually-hidden">{texts.loading}</output>
      <Bones rows={rows} />
    </div>
  );
}
