import { formatMoney } from './format.ts';
import styles from './Money.module.css';

interface MoneyProps {
  amountMinor: number | null;
  currency?: string;
  /** `large` is the amount of a card, `small` that of a row. */
  size?: 'small' | 'default' | 'large';
}

/** ¥ 53,000.00 in tabular figures. */
export function Money({ amountMinor, currency = 'CNY', size = 'default' }: MoneyProps) {
  return (
    <span className={`${styles.money} ${styles[size]}`}>
      {amountMinor === null ? '—' : formatMoney(amountMinor, currency)}
    </span>
  );
}
