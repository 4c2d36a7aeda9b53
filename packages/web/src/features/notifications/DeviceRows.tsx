import type { NotificationState } from '@countinghouse/protocol';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMe, useMessenger } from '../../shared/messenger.tsx';
import { askPermission, isPushPossible, type Permission, permissionOf, startPush, stopPush } from './device.ts';
import styles from './Notifications.module.css';
import { playSound } from './play-sound.ts';
import { SettingRow, SwitchRow } from './SettingRow.tsx';
import type { SectionProps } from './section-props.ts';
import { notificationTexts } from './texts.ts';

interface DeviceRowsProps extends Pick<SectionProps, 'onChange'> {
  state: NotificationState;
  onReload(): void;
}

/** Permission and push belong to this device; whether to notify at all is the same everywhere. */
export function DeviceRows({ state, onChange, onReload }: DeviceRowsProps) {
  const texts = useTexts(notificationTexts);
  const [permission, setPermission] = useState(permissionOf);
  const { settings } = state;
  const ask = async () => setPermission(await askPermission());
  return (
    <div className={styles.group}>
      <SwitchRow
        label={texts.desktop}
        note={texts.desktopHint}
        isOn={settings.isDesktopOn}
        onChange={(isDesktopOn) => {
          onChange({ isDesktopOn });
          if (isDesktopOn && permission === 'default') void ask();
        }}
      />
      {settings.isDesktopOn && permission !== 'granted' && (
        <PermissionRow permission={permission} onAsk={() => void ask()} />
      )}
      <PushRow {...{ state, permission, onReload }} onPermission={setPermission} />
      <SettingRow label={texts.sound} note={texts.soundHint}>
        {(names) => (
          <>
            <Button size="small" type="text" onClick={() => void playSound()}>
              {texts.tryIt}
            </Button>
            <Switch checked={settings.isSoundOn} onChange={(isSoundOn) => onChange({ isSoundOn })} {...names} />
          </>
        )}
      </SettingRow>
    </div>
  );
}

function PermissionRow({ permission, onAsk }: { permission: Permission; onAsk(): void }) {
  const texts = useTexts(notificationTexts);
  if (permission === 'default') {
    return (
      <SettingRow label={texts.permissionAsk}>
        {() => (
          <Button size="small" type="primary" onClick={onAsk}>
            {texts.allow}
          </Button>
        )}
      </SettingRow>
    );
  }
  return <p className={styles.note}>{permission === 'denied' ? texts.permissionDenied : texts.permissionMissing}</p>;
}

interface PushRowProps {
  state: NotificationState;
  permission: Permission;
  onPermission(permission: Permission): void;
  onReload(): void;
}

function PushRow({ state, permission, onPermission, onReload }: PushRowProps) {
  const texts = useTexts(notificationTexts);
  const { call } = useMessenger();
  const userId = useMe().person.id;
  const [hasFailed, setHasFailed] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const set = async (isOn: boolean) => {
    setIsBusy(true);
    setHasFailed(false);
    try {
      if (!isOn) await stopPush(call);
      else {
        const given = permission === 'granted' ? permission : await askPermission();
        onPermission(given);
        if (given === 'granted') await startPush({ call, userId, pushKey: state.pushKey });
      }
    } catch {
      setHasFailed(isOn);
    }
    setIsBusy(false);
    onReload();
  };
  return (
    <SwitchRow
      label={texts.push}
      note={hasFailed ? texts.pushFailed : texts.pushHint}
      isOn={state.isPushOn}
      isBusy={isBusy}
      isDisabled={!isPushPossible() || permission === 'denied'}
      onChange={(isOn) => void set(isOn)}
    />
  );
}
