import type { NotificationSettings, QuietHours, UserId } from '@countinghouse/protocol';
import { Button, Input, Select, Switch } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import styles from './Notifications.module.css';
import { ownZone, parseMinute, showMinute } from './quiet-times.ts';
import { SettingRow } from './SettingRow.tsx';
import type { SectionProps } from './section-props.ts';
import { notificationTexts } from './texts.ts';
import { useQuiet } from './use-quiet.ts';

const usualNight = { fromMinute: 22 * 60, toMinute: 8 * 60 };

export function QuietRows({ settings, onChange }: SectionProps) {
  const texts = useTexts(notificationTexts);
  const { quietHours } = settings;
  return (
    <div className={styles.group}>
      <QuietNow settings={settings} onChange={onChange} />
      <SettingRow label={texts.quietDaily} note={quietHours && texts.zone(quietHours.timeZone)}>
        {(names) => (
          <>
            {quietHours && <Times hours={quietHours} onChange={onChange} />}
            <Switch
              {...names}
              checked={quietHours !== null}
              onChange={(isOn) => onChange({ quietHours: isOn ? { ...usualNight, timeZone: ownZone() } : null })}
            />
          </>
        )}
      </SettingRow>
      {quietHours && quietHours.timeZone !== ownZone() && (
        <Button
          size="small"
          type="link"
          onClick={() => onChange({ quietHours: { ...quietHours, timeZone: ownZone() }, timeZone: ownZone() })}
        >
          {texts.takeMyZone(ownZone())}
        </Button>
      )}
      <Exceptions settings={settings} onChange={onChange} />
    </div>
  );
}

function QuietNow({ settings, onChange }: SectionProps) {
  const texts = useTexts(notificationTexts);
  const { words, choices } = useQuiet(settings, onChange);
  return (
    <SettingRow label={texts.quiet} note={[words, texts.quietSeen].filter(Boolean).join(' · ')}>
      {() =>
        choices.map(({ key, label, choose }) => (
          <Button key={key} size="small" onClick={choose}>
            {label}
          </Button>
        ))
      }
    </SettingRow>
  );
}

function Times({ hours, onChange }: { hours: QuietHours; onChange(change: Partial<NotificationSettings>): void }) {
  const texts = useTexts(notificationTexts);
  const set = (part: 'fromMinute' | 'toMinute', text: string) => {
    const minute = parseMinute(text);
    if (minute !== undefined && minute !== hours[part]) onChange({ quietHours: { ...hours, [part]: minute } });
  };
  return (
    <>
      {(['fromMinute', 'toMinute'] as const).map((part) => (
        <Input
          key={`${part} ${hours[part]}`}
          className={styles.time}
          size="small"
          type="time"
          aria-label={part === 'fromMinute' ? texts.quietFrom : texts.quietTo}
          defaultValue={showMinute(hours[part])}
          onBlur={(event) => set(part, event.target.value)}
        />
      ))}
    </>
  );
}

function Exceptions({ settings, onChange }: SectionProps) {
  const texts = useTexts(notificationTexts);
  const me = useMe();
  const { people, nameOf } = useDirectory();
  const options = people
    .filter((person) => person.kind !== 'app' && person.isActive && person.id !== me.person.id)
    .map((person) => ({ value: person.id, label: nameOf(person.name) }));
  return (
    <SettingRow label={texts.exceptions}>
      {(names) => (
        <Select<UserId[]>
          {...names}
          className={styles.wide}
          mode="multiple"
          maxCount={50}
          value={settings.quietExceptions}
          options={options}
          optionFilterProp="label"
          placeholder={texts.exceptionsPlaceholder}
          onChange={(quietExceptions) => onChange({ quietExceptions })}
        />
      )}
    </SettingRow>
  );
}
