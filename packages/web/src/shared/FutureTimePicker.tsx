import { DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import 'dayjs/locale/zh-cn.js';

interface FutureTimePickerProps {
  label: string;
  value: Dayjs | null;
  onChange(value: Dayjs | null): void;
}

/** A minute of today or a later day; a minute of today that is over can be chosen and is for the caller to refuse. */
export function FutureTimePicker({ label, value, onChange }: FutureTimePickerProps) {
  return (
    <DatePicker
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      placeholder={label}
      aria-label={label}
      value={value}
      onChange={onChange}
      disabledDate={(date) => date.endOf('day').valueOf() < Date.now()}
    />
  );
}
