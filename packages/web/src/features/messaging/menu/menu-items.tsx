import {
  CheckSquareOutlined,
  CopyOutlined,
  DeleteOutlined,
  EditOutlined,
  EyeOutlined,
  LinkOutlined,
  MailOutlined,
  MessageOutlined,
  PushpinOutlined,
  RollbackOutlined,
  SendOutlined,
  StarFilled,
  StarOutlined,
} from '@ant-design/icons';
import type { TimelineMessage } from '@countinghouse/sdk';
import type { ComponentType } from 'react';
import type { ConversationScope } from '../scope.ts';
import type { MessageRights } from './message-rights.ts';

type ItemText =
  | 'reply'
  | 'thread'
  | 'edit'
  | 'recall'
  | 'forward'
  | 'pin'
  | 'unpin'
  | 'bookmark'
  | 'unbookmark'
  | 'copy'
  | 'copyLink'
  | 'select'
  | 'markUnread'
  | 'whoRead';

export interface MenuItem {
  text: ItemText;
  icon: ComponentType<{ 'aria-hidden': 'true' }>;
  /** The key that does it while the message has the focus. */
  shortcut?: string;
  isDanger?: boolean;
  run(): void;
}

interface MenuFacts {
  message: TimelineMessage;
  rights: MessageRights;
  scope: ConversationScope;
  /** Undefined while it is not known. */
  isBookmarked: boolean | undefined;
}

/** What the menu of a message offers, from top to bottom. */
export function menuItems({ message, rights, scope, isBookmarked }: MenuFacts): MenuItem[] {
  const { actions, summary, meId } = scope;
  const isPinned = message.pinned !== undefined;
  const offered: (MenuItem | false)[] = [
    rights.reply && { text: 'reply', icon: RollbackOutlined, shortcut: 'R', run: () => actions.reply(message) },
    rights.reply && {
      text: 'thread',
      icon: MessageOutlined,
      shortcut: 'T',
      run: () => actions.openThread(message.threadSeq ?? message.seq),
    },
    rights.edit && { text: 'edit', icon: EditOutlined, shortcut: 'E', run: () => actions.edit(message) },
    rights.forward && { text: 'forward', icon: SendOutlined, shortcut: 'F', run: () => actions.forward([message]) },
    rights.pin && {
      text: isPinned ? 'unpin' : 'pin',
      icon: PushpinOutlined,
      run: () => actions.pin(message, !isPinned),
    },
    {
      text: isBookmarked ? 'unbookmark' : 'bookmark',
      icon: isBookmarked ? StarFilled : StarOutlined,
      shortcut: 'S',
      run: () => actions.bookmark(message, isBookmarked === undefined ? 'toggle' : !isBookmarked),
    },
    rights.copy && { text: 'copy', icon: CopyOutlined, shortcut: 'C', run: () => actions.copyText([message]) },
    { text: 'copyLink', icon: LinkOutlined, run: () => actions.copyLink(message) },
    { text: 'select', icon: CheckSquareOutlined, shortcut: 'X', run: () => actions.select(message) },
    message.seq > 0 && {
      text: 'markUnread',
      icon: MailOutlined,
      shortcut: 'U',
      run: () => actions.markUnread(message),
    },
    summary.kind === 'group' &&
      message.actorId === meId && { text: 'whoRead', icon: EyeOutlined, run: () => actions.showReaders(message) },
    rights.recall && {
      text: 'recall',
      icon: DeleteOutlined,
      shortcut: 'Del',
      isDanger: true,
      run: () => actions.recall(message),
    },
  ];
  return offered.filter((item): item is MenuItem => item !== false);
}
