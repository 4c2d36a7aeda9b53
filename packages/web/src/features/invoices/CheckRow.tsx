import type { InvoiceCheck } from '@countinghouse/protocol';
import { Popover } from 'antd';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import styles from './CheckRow.module.css';
import { type CheckStatus, type CheckText, describeCheck } from './check-texts.ts';
import { cardTexts } from './texts.ts';

export const checkSigns: Record<CheckStatus, string> = { pass: '✓', warn: '△', fail: '✕', unknown: '○' };

export interface DescribedCheck extends CheckText {
  key: string;
  status: CheckStatus;
}

const gravity: Record<CheckStatus, number> = { fail: 0, warn: 1, pass: 2, unknown: 3 };

/** In words, the gravest first. */
export function useDescribedChecks(checks: readonly InvoiceCheck[]): DescribedCheck[] {
  const { locale } = useLocale();
  return checks
    .map((check) => ({ key: check.id, status: check.status, ...describeCheck(check, locale) }))
    .toSorted((a, b) => gravity[a.status] - gravity[b.status]);
}

const taxIds = ['seller_tax_id', 'buyer_tax_id'];

/** Where both tax ids are right, the row says so in one word; a wrong one is named. */
function foldTaxIds(checks: readonly InvoiceCheck[]): InvoiceCheck[] {
  const passed = checks.filter((check) => taxIds.includes(check.id) && check.status === 'pass');
  const [first, second] = passed;
  if (!first || !second) return [...checks];
  return checks
    .filter((check) => check !== second)
    .map((check) => (check === first ? { ...check, id: 'tax_ids' } : check));
}

/** One word per check; hover, focus or tap explains it. */
export function CheckRow({ checks }: { checks: readonly InvoiceCheck[] }) {
  const texts = useTexts(cardTexts);
  const described = useDescribedChecks(foldTaxIds(checks));
  if (described.length === 0) return null;
  return (
    <ul className={styles.row} aria-label={texts.checks}>
      {described.map((check) => (
        <li key={check.key}>
          <Popover
            content={<p className={styles.explanation}>{check.explanation}</p>}
            trigger={['hover', 'focus', 'click']}
            mouseEnterDelay={0.15}
          >
            <button type="button" className={`${styles.check} ${styles[check.status]}`}>
              <span aria-hidden="true">{checkSigns[check.status]}</span> {check.name}
              <span className="visually-hidden">
                {`, ${texts[`checkStatus_${check.status}`]}. ${check.explanation}`}
              </span>
            </button>
          </Popover>
        </li>
      ))}
    </ul>
  );
}
