import { type MissedMail, type NotificationState, notifications } from '@countinghouse/protocol';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import styles from './Notifications.module.css';
import { ownZone } from './quiet-times.ts';
import { SettingRow } from './SettingRow.tsx';
import type { SectionProps } from './section-props.ts';
import { notificationTexts } from './texts.ts';

interface MailRowsProps extends Pick<SectionProps, 'onChange'> {
  state: NotificationState;
  onState(state: NotificationState): void;
}

export function MailRows({ state, onChange, onState }: MailRowsProps) {
  const texts = useTexts(notificationTexts);
  const { settings, email, isMailAvailable } = state;
  if (!isMailAvailable && email.address === null) {
    return (
      <div className={styles.group}>
        <SettingRow label={texts.mail} note={texts.mailUnavailable}>
          {() => null}
        </SettingRow>
      </div>
    );
  }
  return (
    <div className={styles.group}>
      <SettingRow label={texts.mail} note={email.address === null ? texts.emailNeeded : texts.mailHint}>
        {(names) => (
          <Select<MissedMail>
            {...names}
            className={styles.mode}
            disabled={email.address === null}
            value={email.address === null ? 'off' : settings.mail}
            options={[
              { value: 'off', label: texts.mailOff },
              { value: '15', label: texts.mail15 },
              { value: '60', label: texts.mail60 },
              { value: 'daily', label: texts.mailDaily },
            ]}
            onChange={(mail) => onChange({ mail, timeZone: ownZone() })}
          />
        )}
      </SettingRow>
      <Address state={state} onState={onState} />
    </div>
  );
}

function Address({ state, onState }: Pick<MailRowsProps, 'state' | 'onState'>) {
  const texts = useTexts(notificationTexts);
  const { call } = useMessenger();
  const { address, pending } = state.email;
  const [isChanging, setIsChanging] = useState(false);
  const send = useAction(async (next: string) => {
    onState(await call(notifications.setEmail, { body: { address: next } }));
    setIsChanging(false);
  });
  const remove = useAction(async () => onState(await call(notifications.removeEmail)));
  const confirm = useAction(async (code: string) =>
    onState(await call(notifications.confirmEmail, { body: { code } })),
  );
  const isAsking = address === null || isChanging;
  return (
    <>
      {!isAsking && (
        <SettingRow label={texts.email} note={<span className={styles.address}>{address}</span>}>
          {() => (
            <>
              <Button size="small" onClick={() => setIsChanging(true)}>
                {texts.emailChange}
              </Button>
              <Popconfirm
                title={texts.emailRemoveAsk}
                okText={texts.emailRemove}
                cancelText={texts.cancel}
                onConfirm={() => void remove.run()}
              >
                <Button size="small">{texts.emailRemove}</Button>
              </Popconfirm>
            </>
          )}
        </SettingRow>
      )}
      {isAsking && (
        <AddressForm isBusy={send.isRunning} initial={pending ?? ''} onSend={(next) => void send.run(next)} />
      )}
      {pending !== null && (
        <CodeForm address={pending} isBusy={confirm.isRunning} onCode={(code) => void confirm.run(code)} />
      )}
    </>
  );
}

const looksLikeAddress = (text: string): boolean => /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/.test(text);

interface AddressFormProps {
  initial: string;
  isBusy: boolean;
  onSend(address: string): void;
}

function AddressForm({ initial, isBusy, onSend }: AddressFormProps) {
  const texts = useTexts(notificationTexts);
  const [text, setText] = useState(initial);
  const address = text.trim();
  const send = () => looksLikeAddress(address) && onSend(address);
  return (
    <SettingRow label={texts.email}>
      {(names) => (
        <>
          <Input
            {...names}
            className={styles.email}
            type="email"
            autoComplete="email"
            maxLength={254}
            value={text}
            placeholder={texts.emailPlaceholder}
            onChange={(event) => setText(event.target.value)}
            onPressEnter={send}
          />
          <Button loading={isBusy} disabled={!looksLikeAddress(address)} onClick={send}>
            {texts.emailSend}
          </Button>
        </>
      )}
    </SettingRow>
  );
}

function CodeForm({ address, isBusy, onCode }: { address: string; isBusy: boolean; onCode(code: string): void }) {
  const texts = useTexts(notificationTexts);
  const [code, setCode] = useState('');
  const send = () => /^\d{6}$/.test(code) && onCode(code);
  return (
    <SettingRow label={texts.code} note={texts.emailSent(address)}>
      {(names) => (
        <>
          <Input
            {...names}
            className={styles.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            onPressEnter={send}
          />
          <Button type="primary" loading={isBusy} disabled={code.length !== 6} onClick={send}>
            {texts.confirm}
          </Button>
        </>
      )}
    </SettingRow>
  );
}
