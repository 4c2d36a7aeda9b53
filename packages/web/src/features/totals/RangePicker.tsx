import { Select } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import styles from './Totals.module.css';
import { totalsTexts } from './texts.ts';
import { type Preset, presetOf, presetRange, presets, type Range } from './totals-state.ts';

interface RangePickerProps {
  range: Range;
  onRange(range: Range): void;
}

/** The records of a firm that needs this go back years; the list of months goes back ten. */
const monthsBack = 120;

function recentMonths(today: Date): string[] {
  const months: string[] = [];
  for (let back = 0; back < monthsBack; back++) {
    const date = new Date(today.getFullYear(), today.getMonth() - back, 1);
    months.push(`${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`);
  }
  return months;
}

export function RangePicker({ range, onRange }: RangePickerProps) {
  const texts = useTexts(totalsTexts);
  const today = new Date();
  const months = recentMonths(today).map((month) => ({ value: month, label: month }));
  const preset = presetOf(range, today);
  return (
    <div className={styles.range}>
      <Select<Preset | 'custom'>
        aria-label={texts.range}
        className={styles.preset}
        value={preset ?? 'custom'}
        onChange={(chosen) => chosen !== 'custom' && onRange(presetRange(chosen, today))}
        options={[
          ...presets.map((value) => ({ value, label: texts[`range_${value}`] })),
          ...(preset ? [] : [{ value: 'custom' as const, label: texts.custom }]),
        ]}
      />
      <Select
        aria-label={texts.from}
        className={styles.month}
        showSearch
        value={range.from}
        onChange={(from) => onRange({ ...range, from })}
        options={months}
      />
      <span aria-hidden="true">–</span>
      <Select
        aria-label={texts.to}
        className={styles.month}
        showSearch
        value={range.to}
        onChange={(to) => onRange({ ...range, to })}
        options={months}
      />
    </div>
  );
}
