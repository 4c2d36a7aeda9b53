import type { InvoiceCheck } from '@countinghouse/protocol';
import { Popover } from 'antd';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import styles from './CheckRow.module.css';
import { type CheckStatus, type CheckText, describeCheck } from './check-texts.ts';
import { cardTexts } from './texts.ts';

export const checkSigns: Record<CheckStatus, string> = { pass: '✓', warn: '△', fail: '✕', unknown: '○' };

export interface DescribedCheck extends CheckText {
  /** One check may come several times, as a rule book does with each rule that is broken. */
  key: string;
  id: string;
  status: CheckStatus;
}

const gravity: Record<CheckStatus, number> = { fail: 0, warn: 1, pass: 2, unknown: 3 };

/** In words, the gravest first. */
export function useDescribedChecks(checks: readonly InvoiceCheck[]): DescribedCheck[] {
  const { locale } = useLocale();
  return checks
    .map((check, index) => ({
      key: `${check.id} ${index}`,
      id: check.id,
      status: check.status,
      ...describeCheck(check, locale),
    }))
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
const isNoise = (check: DescribedCheck) => check.status === 'unknown' && check.id !== 'signature';

/** Several findings of one name share a chip that explains them all. */
function groupByName(checks: readonly DescribedCheck[]): { check: DescribedCheck; explanations: string[] }[] {
  const groups = new Map<string, { check: DescribedCheck; explanations: string[] }>();
  for (const check of checks) {
    const group = groups.get(check.name);
    if (group) group.explanations.push(check.explanation);
    else groups.set(check.name, { check, explanations: [check.explanation] });
  }
  return [...groups.values()];
}

/** One word per check; hover, focus or tap explains it. What could not be checked stands together in one. */
export function CheckRow({ checks }: { checks: readonly InvoiceCheck[] }) {
  const texts = useTexts(cardTexts);
  const described = useDescribedChecks(foldTaxIds(checks));
  const unchecked = described.filter(isNoise);
  if (described.length === 0) return null;
  return (
    <ul className={styles.row} aria-label={texts.checks}>
      {groupByName(described.filter((check) => !isNoise(check))).map(({ check, explanations }) => (
        <li key={check.key}>
          <CheckChip status={check.status} name={check.name} explanations={explanations} />
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
