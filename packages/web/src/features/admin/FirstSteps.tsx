import { CheckCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import type { FirstStep } from './first-steps.ts';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';

interface FirstStepsProps {
  steps: readonly FirstStep[];
  onPeople(): void;
}

/** Shown until a claim can go its whole way. */
export function FirstSteps({ steps, onPeople }: FirstStepsProps) {
  const texts = useTexts(organisationTexts);
  const words: Record<FirstStep['id'], { title: string; hint: string }> = {
    firm: { title: texts.stepFirm, hint: texts.stepFirmHint },
    departments: { title: texts.stepDepartments, hint: texts.stepDepartmentsHint },
    people: { title: texts.stepPeople, hint: texts.stepPeopleHint },
    finance: { title: texts.stepFinance, hint: texts.stepFinanceHint },
  };
  return (
    <section className={styles.steps} aria-labelledby="organisation-steps">
      <h2 id="organisation-steps">{texts.firstSteps}</h2>
      <p className={styles.hint}>{texts.firstStepsHint}</p>
      <ol>
        {steps.map(({ id, isDone }, index) => (
          <li key={id} className={isDone ? styles.done : undefined}>
            <span className={styles.number}>
              {isDone ? <CheckCircleFilled aria-label={texts.done} /> : <span>{index + 1}</span>}
            </span>
            <span>
              <span className={styles.stepTitle}>{words[id].title}</span>
              <span className={styles.hint}>{words[id].hint}</span>
            </span>
            {!isDone && (id === 'people' || id === 'finance') && (
              <Button size="small" onClick={onPeople}>
                {texts.toPeople}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
