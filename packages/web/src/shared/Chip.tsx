import type { ReactNode } from 'react';
import styles from './Chip.module.css';

export type ChipTone = 'seal' | 'pine' | 'gold' | 'quiet' | 'ok';

/** Seal only for what is urgent or refused; gold for money and class labels; pine for the rest. */
export function Chip({ tone = 'pine', children }: { tone?: ChipTone; children: ReactNode }) {
  return <span className={`${styles.chip} ${styles[tone]}`}>{children}</span>;
}
