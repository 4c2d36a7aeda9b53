import { policyMinutesMax } from '@countinghouse/protocol';
import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { type DurationUnit, durationUnits, minutesOf, unitFor } from './duration-units.ts';
import styles from './Organisation.module.css';
import { policyTexts } from './policy-texts.ts';

interface DurationFieldProps {
  /** From the form item, as are `value` (minutes; null while the field is empty) and `onChange`. */
  id?: string;
  value?: number | null;
  onChange?(minutes: number | null): void;
  label: string;
}

/** A length of time as people say it: 24 hours rather than 1440 minutes. */
export function DurationField({ id, value = null, onChange, label }: DurationFieldProps) {
  const texts = useTexts(policyTexts);
  const [unit, setUnit] = useState<DurationUnit>(() => unitFor(value ?? 0));
  const count = value === null ? null : value / minutesOf[unit];
  const change = (nextCount: number | null, nextUnit: DurationUnit) => {
    setUnit(nextUnit);
    onChange?.(nextCount === null ? null : Math.min(nextCount * minutesOf[nextUnit], policyMinutesMax));
  };
  return (
    <Space.Compact className={styles.duration}>
      <InputNumber
        id={id}
        min={1}
        max={Math.floor(policyMinutesMax / minutesOf[unit])}
        precision={0}
        value={count}
        onChange={(next) => change(next, unit)}
      />
      <Select
        aria-label={`${label}: ${texts.unit}`}
        value={unit}
        onChange={(next) => change(count, next)}
        options={durationUnits.map((each) => ({ value: each, label: texts[each] }))}
      />
    </Space.Compact>
  );
}
