import { CheckOutlined } from '@ant-design/icons';
import {
  type ConversationSummary,
  conversations,
  groups,
  type MemberSettings,
  unreadCountOf,
} from '@countinghouse/protocol';
import { App } from 'antd';
import { AnchoredMenu, type MenuItems } from '../../shared/AnchoredMenu.tsx';
import type { PanelAnchor } from '../../shared/FloatingPanel.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useMe, useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { listTexts } from './conversation-list-texts.ts';

interface ConversationListMenuProps {
  summary: ConversationSummary | undefined;
  anchor: PanelAnchor | null;
  onClose(): void;
}

/** Stays where it was put up once, for it asks before what cannot be undone. */
export function ConversationListMenu({ summary, anchor, onClose }: ConversationListMenuProps) {
  const items = useListMenu(summary);
  return <AnchoredMenu anchor={summary ? anchor : null} items={items} takesFocus onClose={onClose} />;
}

/** What can be done with a conversation from the list, by mouse and by keyboard alike. */
function useListMenu(summary: ConversationSummary | undefined): MenuItems {
  const texts = useTexts(listTexts);
  const actions = useListActions();
  if (!summary) return [];
  const { notify, isPinned } = summary.mine;
  const choice = (key: MemberSettings['notify'], label: string) => ({
    key,
    label,
    icon: <CheckOutlined aria-hidden="true" style={{ visibility: key === notify ? 'visible' : 'hidden' }} />,
    onClick: () => actions.set(summary, { notify: key }),
  });
  const isGroup = summary.kind === 'group';
  const mayGovern = isGroup && (summary.myRole === 'owner' || summary.myRole === 'admin');
  const hasUnread = unreadCountOf(summary) > 0;
  const last = summary.lastMessage;
  return [
    {
      key: 'pin',
      label: isPinned ? texts.unpin : texts.pin,
      onClick: () => actions.set(summary, { isPinned: !isPinned }),
    },
    ...(hasUnread ? [{ key: 'read', label: texts.markRead, onClick: () => actions.markRead(summary) }] : []),
    ...(!hasUnread && last
      ? [{ key: 'unread', label: texts.markUnread, onClick: () => actions.markUnread(summary, last.seq) }]
      : []),
    {
      key: 'notify',
      label: texts.notifications,
      children: [
        choice('all', texts.notifyAll),
        choice('mentions', texts.notifyMentions),
        choice('none', texts.notifyNone),
      ],
    },
    ...(isGroup ? [{ type: 'divider' as const }] : []),
    ...(mayGovern
      ? [
          {
            key: 'archive',
            label: summary.isArchived ? texts.unarchive : texts.archive,
            onClick: () => actions.archive(summary),
          },
        ]
      : []),
    ...(isGroup ? [{ key: 'leave', label: texts.leave, danger: true, onClick: () => actions.leave(summary) }] : []),
  ];
}

function useListActions() {
  const texts = useTexts(listTexts);
  const me = useMe();
  const { call, markUnread } = useMessenger();
  const { modal } = App.useApp();
  const set = useAction((summary: ConversationSummary, body: Partial<MemberSettings>) =>
    call(groups.setMine, { params: { conversationId: summary.id }, body }),
  );
  const markRead = useAction((summary: ConversationSummary) => {
    markUnread(summary.id, null);
    return call(conversations.moveCursor, { params: { conversationId: summary.id }, body: { seq: summary.headSeq } });
  });
  const archive = useAction((summary: ConversationSummary) =>
    call(groups.setArchived, {
      params: { conversationId: summary.id },
      body: { isArchived: !summary.isArchived },
    }),
  );
  const leave = useAction((summary: ConversationSummary) =>
    call(conversations.removeMember, { params: { conversationId: summary.id, userId: me.person.id } }),
  );
  return {
    set: (summary: ConversationSummary, body: Partial<MemberSettings>) => void set.run(summary, body),
    markRead: (summary: ConversationSummary) => void markRead.run(summary),
    markUnread: (summary: ConversationSummary, fromSeq: number) => markUnread(summary.id, fromSeq),
    archive: (summary: ConversationSummary) => {
      if (summary.isArchived) return void archive.run(summary);
      modal.confirm({
        title: texts.archive,
        content: texts.archiveAsk,
        okText: texts.archive,
        cancelText: texts.cancel,
        onOk: () => archive.run(summary),
      });
    },
    leave: (summary: ConversationSummary) => {
      if (summary.myRole === 'owner' && summary.memberCount > 1) {
        modal.info({ title: texts.leave, content: texts.leaveOwnerAsk });
        return;
      }
      modal.confirm({
        title: texts.leave,
        content: texts.leaveAsk,
        okText: texts.leave,
        cancelText: texts.cancel,
        okButtonProps: { danger: true },
        onOk: () => leave.run(summary),
      });
    },
  };
}
