import type { InvoiceCardData } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { progressOf } from './invoice-progress.ts';
import styles from './ProgressLine.module.css';
import { statusTexts } from './texts.ts';

const stateTexts = { done: 'stepDone', current: 'stepCurrent', ahead: 'stepAhead' } as const;

/** Read, claimed, approved, booked, archived: where the invoice stands on its way. */
export function ProgressLine({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(statusTexts);
  const numbers = [card.claimNumber, card.voucherNumber].filter((number) => number !== null);
  return (
    <div className={styles.line}>
      <ol className={styles.steps} aria-label={texts.progress}>
        {progressOf(card).map(({ step, state }) => (
          <li key={step} className={styles[state]} aria-current={state === 'current' ? 'step' : undefined}>
            <span className={styles.dot} aria-hidden="true" />
            {texts[`step_${step}`]}
            <span className="visually-hidden">{texts[stateTexts[state]]}</span>
          </li>
        ))}
      </ol>
      {numbers.length > 0 && <span className={styles.numbers}>{numbers.join(' · ')}</span>}
    </div>
  );
}
