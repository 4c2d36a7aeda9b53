import { notifications } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Notifications.module.css';
import { SwitchRow } from './SettingRow.tsx';
import { notificationTexts } from './texts.ts';

/** For security administrators: what pushes and mails of everybody may hold. */
export function FirmRules() {
  const texts = useTexts(notificationTexts);
  const { call } = useMessenger();
  const policy = useQuery(notifications.policy, {});
  const set = useAction(async (isPreviewAllowed: boolean) =>
    policy.replace(await call(notifications.setPolicy, { body: { isPreviewAllowed } })),
  );
  if (!policy.data) return null;
  return (
    <section className={styles.group} aria-label={texts.firm}>
      <h3 className={styles.firm}>{texts.firm}</h3>
      <SwitchRow
        label={texts.firmPreview}
        note={texts.firmPreviewHint}
        isOn={policy.data.isPreviewAllowed}
        isBusy={set.isRunning}
        onChange={(isOn) => void set.run(isOn)}
      />
    </section>
  );
}
