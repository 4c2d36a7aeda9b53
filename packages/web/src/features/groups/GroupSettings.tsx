import { type ConversationSettings, type ConversationSummary, groupMembersMax, groups } from '@countinghouse/protocol';
import { App, Button, InputNumber, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { useAction } from '../../shared/use-action.ts';
import styles from './Groups.module.css';
import { groupTexts } from './texts.ts';

interface GroupSettingsProps {
  summary: ConversationSummary;
  mayGovern: boolean;
}

/** How a group is governed; each change counts at once. Who may not change it reads it. */
export function GroupSettings({ summary, mayGovern }: GroupSettingsProps) {
  const texts = useTexts(groupTexts);
  const { call } = useMessenger();
  const { settings } = summary;
  const params = { conversationId: summary.id };
  const set = useAction((body: Partial<ConversationSettings>) => call(groups.setSettings, { params, body }));
  const change = (body: Partial<ConversationSettings>) => void set.run(body);
  const roles = [
    { value: 'members' as const, label: texts.members },
    { value: 'admins' as const, label: texts.admins },
  ];
  const choice = <Name extends keyof ConversationSettings>(
    name: Name,
    label: string,
    options: { value: ConversationSettings[Name]; label: string }[],
  ) => (
    <Setting label={label} text={options.find(({ value }) => value === settings[name])?.label} mayGovern={mayGovern}>
      {(id) => (
        <Select<ConversationSettings[Name]>
          id={id}
          size="small"
          aria-label={label}
          value={settings[name]}
          disabled={set.isRunning}
          options={options}
          onChange={(value) => change({ [name]: value })}
        />
      )}
    </Setting>
  );
  return (
    <Panel title={texts.settings} extra={mayGovern ? undefined : texts.governedBy}>
      {choice('join', texts.join, [
        { value: 'invite', label: texts.joinInvite },
        { value: 'ask', label: texts.joinAsk },
        { value: 'open', label: texts.joinOpen },
      ])}
      {choice('history', texts.history, [
        { value: 'all', label: texts.historyAll },
        { value: 'from-joining', label: texts.historyJoining },
      ])}
      <p className={styles.hint}>{texts.historyHint}</p>
      {choice('mayInvite', texts.mayInvite, roles)}
      {settings.mayInvite === 'members' && <p className={styles.hint}>{texts.inviteHint}</p>}
      {choice('mayPost', texts.mayPost, roles)}
      {choice('mayMentionAll', texts.mayMentionAll, roles)}
      {choice('mayPin', texts.mayPin, roles)}
      <Setting label={texts.membersMax} text={formatCount(settings.membersMax)} mayGovern={mayGovern}>
        {(id) => <MembersMax id={id} key={settings.membersMax} value={settings.membersMax} onChange={change} />}
      </Setting>
      {mayGovern && <ArchiveButton summary={summary} />}
    </Panel>
  );
}

interface SettingProps {
  label: string;
  text: string | undefined;
  mayGovern: boolean;
  children(id: string): ReactNode;
}

function Setting({ label, text, mayGovern, children }: SettingProps) {
  const id = useId();
  return (
    <div className={styles.setting}>
      {mayGovern ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
      {mayGovern ? children(id) : <span>{text}</span>}
    </div>
  );
}

interface MembersMaxProps {
  id: string;
  value: number;
  onChange(change: Partial<ConversationSettings>): void;
}

/** Sent when the field is left or Enter pressed, not at every digit. */
function MembersMax({ id, value, onChange }: MembersMaxProps) {
  const [typed, setTyped] = useState<number | null>(value);
  const commit = () => {
    if (typed !== null && typed !== value) onChange({ membersMax: typed });
    else setTyped(value);
  };
  return (
    <InputNumber
      id={id}
      size="small"
      min={2}
      max={groupMembersMax}
      precision={0}
      value={typed}
      onChange={setTyped}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
}

function ArchiveButton({ summary }: { summary: ConversationSummary }) {
  const texts = useTexts(groupTexts);
  const { modal } = App.useApp();
  const { call } = useMessenger();
  const archive = useAction((isArchived: boolean) =>
    call(groups.setArchived, { params: { conversationId: summary.id }, body: { isArchived } }),
  );
  const ask = () =>
    modal.confirm({
      title: texts.archive,
      content: texts.archiveAsk,
      okText: texts.archive,
      cancelText: texts.cancel,
      onOk: () => archive.run(true),
    });
  return (
    <div className={styles.buttons}>
      {summary.isArchived ? (
        <Button size="small" loading={archive.isRunning} onClick={() => void archive.run(false)}>
          {texts.unarchive}
        </Button>
      ) : (
        <Button size="small" loading={archive.isRunning} onClick={ask}>
          {texts.archive}
        </Button>
      )}
    </div>
  );
}
