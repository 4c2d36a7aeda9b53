import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Calendar } from 'antd';
import type { Dayjs } from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { useLocale, useTexts } from '../../../shared/locale.tsx';
import styles from './Timeline.module.css';
import { timelineTexts } from './texts.ts';

interface CalendarPanelProps {
  onChoose(day: Date): void;
}

/** A month; days to come are closed. */
export function CalendarPanel({ onChoose }: CalendarPanelProps) {
  return (
    <Calendar
      fullscreen={false}
      headerRender={(month) => <MonthHead {...month} />}
      disabledDate={(date) => date.startOf('day').valueOf() > Date.now()}
      onSelect={(date, { source }) => {
        if (source === 'date') onChoose(date.toDate());
      }}
    />
  );
}

function MonthHead({ value, onChange }: { value: Dayjs; onChange(month: Dayjs): void }) {
  const texts = useTexts(timelineTexts);
  const { locale } = useLocale();
  const isNow = value.endOf('month').valueOf() >= Date.now();
  const name = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }).format(value.toDate());
  return (
    <div className={styles.month}>
      <Button
        type="text"
        icon={<LeftOutlined aria-hidden="true" />}
        aria-label={texts.monthBefore}
        onClick={() => onChange(value.subtract(1, 'month'))}
      />
      <span aria-live="polite">{name}</span>
      <Button
        type="text"
        icon={<RightOutlined aria-hidden="true" />}
        aria-label={texts.monthAfter}
        disabled={isNow}
        onClick={() => onChange(value.add(1, 'month'))}
      />
    </div>
  );
}
