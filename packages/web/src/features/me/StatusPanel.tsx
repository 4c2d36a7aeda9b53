import { type PersonStatus, personal } from '@countinghouse/protocol';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { formatDateTime } from '../../shared/format.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { usePersonStatus } from '../../shared/person-status.ts';
import { useAction } from '../../shared/use-action.ts';
import styles from './MePage.module.css';
import { type StatusTime, statusEnd, statusPresets, statusTimes } from './status-choices.ts';
import { meTexts } from './texts.ts';

const emojiLengthMax = 8;
const textLengthMax = 60;

/** What one says of oneself for a while. */
export function StatusPanel() {
  const texts = useTexts(meTexts);
  const { locale } = useLocale();
  const me = useMe();
  const directory = useDirectory();
  const { call } = useMessenger();
  const status = usePersonStatus(me.person.id);
  const [emoji, setEmoji] = useState(status?.emoji ?? '');
  const [text, setText] = useState(status?.text ?? '');
  const [time, setTime] = useState<StatusTime>('today');
  const set = useAction(async (next: PersonStatus | null) => {
    await call(personal.setStatus, { body: { status: next } });
    directory.reload();
  });
  const clear = async () => {
    if (!(await set.run(null))) return;
    setEmoji('');
    setText('');
  };
  const now = status && [status.emoji, status.text].filter(Boolean).join(' ');
  return (
    <Panel title={texts.status} extra={now ?? texts.statusNone}>
      {status?.until && <p className={styles.hint}>{texts.statusUntil(formatDateTime(status.until, locale))}</p>}
      <fieldset className={styles.presets} aria-label={texts.statusPresets}>
        {statusPresets.map((preset) => (
          <button
            key={preset.name}
            type="button"
            className={styles.preset}
            onClick={() => {
              setEmoji(preset.emoji);
              setText(texts[preset.name]);
              setTime(preset.time);
            }}
          >
            {preset.emoji} {texts[preset.name]}
          </button>
        ))}
      </fieldset>
      <div className={styles.status}>
        <Input
          aria-label={texts.statusEmoji}
          placeholder="🙂"
          className={styles.emoji ?? ''}
          maxLength={emojiLengthMax}
          value={emoji}
          onChange={(event) => setEmoji(event.target.value)}
        />
        <Input
          aria-label={texts.statusText}
          placeholder={texts.statusText}
          maxLength={textLengthMax}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Select<StatusTime>
          aria-label={texts.statusTime}
          value={time}
          onChange={setTime}
          options={statusTimes.map((value) => ({ value, label: texts[`time-${value}`] }))}
        />
      </div>
      <div className={styles.buttons}>
        <Button
          type="primary"
          loading={set.isRunning}
          disabled={emoji.trim() === '' && text.trim() === ''}
          onClick={() => void set.run({ emoji: emoji.trim(), text: text.trim(), until: statusEnd(time, new Date()) })}
        >
          {texts.statusSet}
        </Button>
        {status && <Button onClick={() => void clear()}>{texts.statusClear}</Button>}
      </div>
    </Panel>
  );
}
