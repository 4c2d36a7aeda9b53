import { Switch } from 'antd';
import { type ReactNode, useId } from 'react';
import styles from './Notifications.module.css';

interface SettingRowProps {
  label: ReactNode;
  note?: ReactNode;
  /** Names the control; several controls name themselves. */
  children: (ids: { 'aria-labelledby': string; 'aria-describedby': string }) => ReactNode;
}

export function SettingRow({ label, note, children }: SettingRowProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <span className={styles.label}>
        <span id={id}>{label}</span>
        <span className={styles.note} id={`${id}-note`}>
          {note}
        </span>
      </span>
      <span className={styles.control}>{children({ 'aria-labelledby': id, 'aria-describedby': `${id}-note` })}</span>
    </div>
  );
}

interface SwitchRowProps {
  label: string;
  note?: string;
  isOn: boolean;
  isDisabled?: boolean;
  isBusy?: boolean;
  onChange(isOn: boolean): void;
}

export function SwitchRow({ label, note, isOn, isDisabled = false, isBusy = false, onChange }: SwitchRowProps) {
  return (
    <SettingRow label={label} note={note}>
      {(names) => <Switch checked={isOn} disabled={isDisabled} loading={isBusy} onChange={onChange} {...names} />}
    </SettingRow>
  );
}
