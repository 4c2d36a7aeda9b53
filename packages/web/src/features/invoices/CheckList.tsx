import type { InvoiceCheck } from '@countinghouse/protocol';
import styles from './CheckList.module.css';
import { checkSigns, useDescribedChecks } from './CheckRow.tsx';

/** Every check with its explanation, the gravest first. */
export function CheckList({ checks }: { checks: readonly InvoiceCheck[] }) {
  const described = useDescribedChecks(checks);
  return (
    <ul className={styles.list}>
      {described.map((check) => (
        <li key={check.key} className={styles[check.status]}>
          <span className={styles.sign} aria-hidden="true">
            {checkSigns[check.status]}
          </span>
          <span>
            <b>{check.name}</b>
            <span className={styles.explanation}>{check.explanation}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
