import { DepartmentsPanel } from './DepartmentsPanel.tsx';
import { FirmForm } from './FirmForm.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import type { FirstStep } from './first-steps.ts';
import styles from './Organisation.module.css';
import { PartnersPanel } from './PartnersPanel.tsx';

interface OrganisationSectionProps {
  steps: readonly FirstStep[];
  onPeople(): void;
}

export function OrganisationSection({ steps, onPeople }: OrganisationSectionProps) {
  return (
    <div className={styles.page}>
      {steps.some((step) => !step.isDone) && <FirstSteps steps={steps} onPeople={onPeople} />}
      <FirmForm />
      <DepartmentsPanel />
      <PartnersPanel />
    </div>
  );
}
