import { DownOutlined, RightOutlined } from '@ant-design/icons';
import type { ConversationId, ConversationSummary } from '@countinghouse/protocol';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger, useSelected } from '../../shared/messenger.tsx';
import { GroupSettings } from './GroupSettings.tsx';
import styles from './Groups.module.css';
import { JoinRequests } from './JoinRequests.tsx';
import { MySettings } from './MySettings.tsx';
import { groupTexts } from './texts.ts';

const storageKey = 'countinghouse.settings-unfolded';

/** Own choices for a conversation, and for a group how it is governed; drawn when somebody wants to see them. */
export function GroupPanel({ conversationId }: { conversationId: ConversationId }) {
  const texts = useTexts(groupTexts);
  const { list } = useMessenger();
  const summary = useSelected(list, (state) => state.conversations.find(({ id }) => id === conversationId));
  const [isUnfolded, setIsUnfolded] = useState(() => localStorage.getItem(storageKey) === 'yes');
  const unfold = (next: boolean) => {
    setIsUnfolded(next);
    localStorage.setItem(storageKey, next ? 'yes' : 'no');
  };
  if (!summary) return null;
  const isGroup = summary.kind === 'group';
  return (
    <div className={styles.stack}>
      {summary.isArchived && (
        <p className={styles.archived} role="note">
          {texts.archived}
          <small>{texts.archivedHint}</small>
        </p>
      )}
      {isGroup && mayGovern(summary) && <JoinRequests conversationId={conversationId} join={summary.settings.join} />}
      <button type="button" className={styles.unfold} aria-expanded={isUnfolded} onClick={() => unfold(!isUnfolded)}>
        {texts.conversationSettings}
        {isUnfolded ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
      </button>
      {isUnfolded && <MySettings summary={summary} />}
      {isUnfolded && isGroup && <GroupSettings summary={summary} mayGovern={mayGovern(summary)} />}
    </div>
  );
}

const mayGovern = ({ myRole }: ConversationSummary) => myRole === 'owner' || myRole === 'admin';
