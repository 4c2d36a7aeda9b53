import { type ConversationSummary, conversations, unreadCountOf } from '@countinghouse/protocol';
import { App } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger, useSelected } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import styles from './ConversationList.module.css';
import { listTexts } from './conversation-list-texts.ts';

/** Each is a request of its own. */
const atOnce = 5;

const isUnread = (summary: ConversationSummary): boolean => unreadCountOf(summary) > 0;

/** Beside the filter of what is unread: all of it counts as read, after a question, for nothing brings it back. */
export function MarkAllRead() {
  const texts = useTexts(listTexts);
  const { call, list, markUnread } = useMessenger();
  const { modal } = App.useApp();
  const count = useSelected(list, (state) => state.conversations.filter(isUnread).length);
  const markAll = useAction(async () => {
    const unread = list.getSnapshot().conversations.filter(isUnread);
    for (const { id } of unread) markUnread(id, null);
    for (let at = 0; at < unread.length; at += atOnce) {
      await Promise.all(
        unread
          .slice(at, at + atOnce)
          .map(({ id, headSeq }) =>
            call(conversations.moveCursor, { params: { conversationId: id }, body: { seq: headSeq } }),
          ),
      );
    }
  });
  const ask = () =>
    modal.confirm({
      title: texts.markAllRead,
      content: texts.markAllReadAsk(count),
      okText: texts.markRead,
      cancelText: texts.cancel,
      onOk: () => markAll.run(),
    });
  if (count === 0) return null;
  return (
    <button type="button" className={styles.allRead} disabled={markAll.isRunning} onClick={ask}>
      {texts.markAllRead}
    </button>
  );
}
