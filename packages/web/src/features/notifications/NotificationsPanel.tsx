import { loudGroupMax, type NotificationSettings } from '@countinghouse/protocol';
import { Segmented, Select } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMe } from '../../shared/messenger.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { DeviceRows } from './DeviceRows.tsx';
import { FirmRules } from './FirmRules.tsx';
import { MailRows } from './MailRows.tsx';
import styles from './Notifications.module.css';
import { QuietRows } from './QuietRows.tsx';
import { SettingRow, SwitchRow } from './SettingRow.tsx';
import type { SectionProps } from './section-props.ts';
import { notificationTexts } from './texts.ts';
import { useSettings } from './use-settings.ts';

/** How the person wants to be told, the same on all devices; the first rows are about this one. */
export function NotificationsPanel() {
  const texts = useTexts(notificationTexts);
  const me = useMe();
  const { state, settings, change } = useSettings();
  const data = state.data && settings && { ...state.data, settings };
  return (
    <Panel title={texts.title}>
      {state.status === 'loading' && <LoadingState rows={6} />}
      {state.status === 'failed' && <ErrorState error={state.error} onRetry={state.reload} />}
      {data && (
        <>
          <DeviceRows state={data} onChange={change} onReload={state.reload} />
          <What settings={data.settings} isPreviewAllowed={data.isPreviewAllowed} onChange={change} />
          <QuietRows settings={data.settings} onChange={change} />
          <MailRows state={data} onChange={change} onState={state.replace} />
        </>
      )}
      {me.roles.includes('security_admin') && <FirmRules />}
    </Panel>
  );
}

function What({ settings, isPreviewAllowed, onChange }: SectionProps & { isPreviewAllowed: boolean }) {
  const texts = useTexts(notificationTexts);
  return (
    <div className={styles.group}>
      <SettingRow label={texts.what} note={texts.bigGroups(loudGroupMax)}>
        {(names) => (
          <Segmented<NotificationSettings['what']>
            {...names}
            value={settings.what}
            options={[
              { value: 'all', label: texts.whatAll },
              { value: 'mentions', label: texts.whatMentions },
              { value: 'nothing', label: texts.whatNothing },
            ]}
            onChange={(what) => onChange({ what })}
          />
        )}
      </SettingRow>
      <SettingRow label={texts.keywords} note={texts.keywordsHint}>
        {(names) => (
          <Select
            {...names}
            className={styles.wide}
            mode="tags"
            open={false}
            suffixIcon={null}
            maxCount={20}
            value={settings.keywords}
            placeholder={texts.keywordsPlaceholder}
            tokenSeparators={[',', '，', '、', ';', '；']}
            onChange={(keywords: string[]) => onChange({ keywords: cleanKeywords(keywords) })}
          />
        )}
      </SettingRow>
      <SwitchRow
        label={texts.preview}
        note={isPreviewAllowed ? texts.previewHint : texts.previewForbidden}
        isOn={settings.isPreviewShown && isPreviewAllowed}
        isDisabled={!isPreviewAllowed}
        onChange={(isPreviewShown) => onChange({ isPreviewShown })}
      />
    </div>
  );
}

const keywordLengthMax = 40;
const cleanKeywords = (keywords: readonly string[]): string[] =>
  keywords.map((keyword) => keyword.trim().slice(0, keywordLengthMax)).filter((keyword) => keyword !== '');
