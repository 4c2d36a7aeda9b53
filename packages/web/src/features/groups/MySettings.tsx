import { type ConversationSummary, groups, type MemberSettings } from '@countinghouse/protocol';
import { Segmented, Switch } from 'antd';
import { useId } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { useAction } from '../../shared/use-action.ts';
import styles from './Groups.module.css';
import { groupTexts } from './texts.ts';

/** What one member has chosen for themselves; the list follows through the event. */
export function MySettings({ summary }: { summary: ConversationSummary }) {
  const texts = useTexts(groupTexts);
  const { call } = useMessenger();
  const pinId = useId();
  const set = useAction((body: Partial<MemberSettings>) =>
    call(groups.setMine, { params: { conversationId: summary.id }, body }),
  );
  return (
    <Panel title={texts.mine}>
      <div className={styles.setting}>
        <label htmlFor={pinId}>{texts.pinned}</label>
        <Switch
          id={pinId}
          size="small"
          checked={summary.mine.isPinned}
          loading={set.isRunning}
          onChange={(isPinned) => void set.run({ isPinned })}
        />
      </div>
      <div className={styles.setting}>
        <span>{texts.notify}</span>
        <Segmented<MemberSettings['notify']>
          size="small"
          aria-label={texts.notify}
          value={summary.mine.notify}
          options={[
            { value: 'all', label: texts.notifyAll },
            { value: 'mentions', label: texts.notifyMentions },
            { value: 'none', label: texts.notifyNone },
          ]}
          onChange={(notify) => void set.run({ notify })}
        />
      </div>
    </Panel>
  );
}
