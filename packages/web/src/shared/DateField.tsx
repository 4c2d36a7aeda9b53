import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { useLocale } from './locale.tsx';

const format = 'YYYY-MM-DD';

interface DateFieldProps {
  id?: string;
  label?: string;
  /** A calendar date as `YYYY-MM-DD`; empty where none is chosen. */
  value: string;
  onChange(date: string): void;
  isWrong?: boolean;
  className?: string | undefined;
}

/** A calendar date, written alike in both languages; the browser's own field follows the system's habits instead. */
export function DateField({ id, label, value, onChange, isWrong = false, className }: DateFieldProps) {
  const { locale } = useLocale();
  const date = dayjs(value, format);
  return (
    <DatePicker
      id={id}
      aria-label={label}
      className={className}
      format={format}
      allowClear={false}
      value={date.isValid() ? date.locale(locale === 'en' ? 'en' : 'zh-cn') : null}
      status={isWrong ? 'error' : ''}
      onChange={(chosen) => onChange(chosen?.format(format) ?? '')}
    />
  );
}
