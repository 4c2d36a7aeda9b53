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

/** What could not be checked is no news, except that nobody vouches for the file. */
const isNoise = (check: DescribedCheck) => check.status === 'unknown' && check.key !== 'signature';

/** One word per check; hover, focus or tap explains it. What could not be checked stands together in one. */
export function CheckRow({ checks }: { checks: readonly InvoiceCheck[] }) {
  const texts = useTexts(cardTexts);
  const described = useDescribedChecks(foldTaxIds(checks));
  const unchecked = described.filter(isNoise);
  if (described.length === 0) return null;
  return (
    <ul className={styles.row} aria-label={texts.checks}>
      {described
        .filter((check) => !isNoise(check))
        .map((check) => (
          <li key={check.key}>
            <CheckChip status={check.status} name={check.name} explanations={[check.explanation]} />
          </li>
        ))}
      {unchecked.length > 0 && (
        <li>
          <CheckChip
            status="unknown"
            name={texts.unchecked(unchecked.length)}
            explanations={unchecked.map((check) => `${check.name}${texts.colon}${check.explanation}`)}
          />
        </li>
      )}
    </ul>
  );
}

interface CheckChipProps {
  status: CheckStatus;
  name: string;
  explanations: readonly string[];
}

function CheckChip({ status, name, explanations }: CheckChipProps) {
  const texts = useTexts(cardTexts);
  return (
    <Popover
      content={explanations.map((explanation) => (
        <p key={explanation} className={styles.explanation}>
          {explanation}
        </p>
      ))}
      trigger={['hover', 'focus', 'click']}
      mouseEnterDelay={0.15}
    >
      <button type="button" className={`${styles.check} ${styles[status]}`}>
        <span aria-hidden="true">{checkSigns[status]}</span> {name}
        <span className="visually-hidden">{`, ${texts[`checkStatus_${status}`]}. ${explanations.join(' ')}`}</span>
      </button>
    </Popover>
  );
}
