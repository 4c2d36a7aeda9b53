import type { ApprovalStep } from '@countinghouse/protocol';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import styles from './ApprovalChain.module.css';
import { stepTexts } from './texts.ts';

const signs: Record<ApprovalStep['status'], string> = {
  waiting: '',
  pending: '',
  approved: '✓',
  returned: '✕',
  delegated: '→',
  cancelled: '–',
};

const grounds = ['department_head', 'engagement_lead', 'partner', 'added'] as const;

/** Who decides, in which order, and what they decided. */
export function ApprovalChain({ steps, label }: { steps: readonly ApprovalStep[]; label: string }) {
  const texts = useTexts(stepTexts);
  const directory = useDirectory();
  const groundOf = (step: ApprovalStep) => {
    const known = grounds.find((ground) => ground === step.ground);
    return known ? texts[`ground_${known}`] : step.ground;
  };
  return (
    <ol className={styles.chain} aria-label={label}>
      {steps
        .toSorted((a, b) => a.position - b.position)
        .map((step) => (
          <li
            key={step.id}
            className={styles[step.status]}
            aria-current={step.status === 'pending' ? 'step' : undefined}
          >
            <span className={styles.dot} aria-hidden="true">
              {signs[step.status]}
            </span>
            <span className={styles.what}>
              <span className={styles.who}>{directory.nameOfPerson(step.approverId)}</span>
              <span className={styles.ground}>{groundOf(step)}</span>
              <span className={styles.state}>{texts[step.status]}</span>
              {step.decidedAt && (
                <span className={styles.ground}>
                  <DateText at={step.decidedAt} show="short" />
                </span>
              )}
              {step.reason && <q className={styles.reason}>{step.reason}</q>}
            </span>
          </li>
        ))}
    </ol>
  );
}
