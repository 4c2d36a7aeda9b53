import { EditOutlined, LogoutOutlined, MoreOutlined, UserAddOutlined } from '@ant-design/icons';
import type { ConversationId, Member, UserId } from '@countinghouse/protocol';
import { App } from 'antd';
import { useState } from 'react';
import type { MenuItems } from '../../shared/AnchoredMenu.tsx';
import { Button } from '../../shared/Button.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { MenuButton } from '../../shared/MenuButton.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { MemberPages } from './MemberPages.tsx';
import styles from './MembersPanel.module.css';
import { memberTexts } from './member-texts.ts';
import { PersonRow } from './PersonRow.tsx';
import type { LookOf } from './person-look.ts';
import { messagingTexts } from './texts.ts';

interface MembersPanelProps {
  conversationId: ConversationId;
  /** All of them, or the longest-standing ones of many. */
  members: readonly Member[];
  memberCount: number;
  meId: UserId;
  lookOf: LookOf;
  /** The reader is owner or admin. */
  mayGovern: boolean;
  /** The reader may add people. */
  mayInvite: boolean;
  isOwner: boolean;
  onSetRole(userId: UserId, role: 'owner' | 'admin' | 'member'): void;
  onAdd(): void;
  onRename(): void;
  onRemove(userId: UserId): void;
  onLeave(): void;
  onOpenPerson(userId: UserId): void;
}

const shownAtFirst = 8;
const roleOrder = { owner: 0, admin: 1, member: 2, guest: 3 };

export function MembersPanel(props: MembersPanelProps) {
  const texts = useTexts(messagingTexts);
  const [isWhole, setIsWhole] = useState(false);
  const sorted = [...props.members].sort((a, b) => roleOrder[a.role] - roleOrder[b.role]);
  const isComplete = sorted.length >= props.memberCount;
  const memberRow = (member: Member) => <MemberRow member={member} {...props} />;
  return (
    <Panel title={texts.members} extra={<Head {...props} />}>
      {isWhole ? (
        <MemberPages
          conversationId={props.conversationId}
          members={isComplete ? sorted : null}
          memberCount={props.memberCount}
          memberRow={memberRow}
        />
      ) : (
        <ul>
          {sorted.slice(0, shownAtFirst).map((member) => (
            <li key={member.userId}>{memberRow(member)}</li>
          ))}
        </ul>
      )}
      {props.memberCount > shownAtFirst && (
        <Button
          type="text"
          size="small"
          className={styles.whole}
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? texts.showFewer : texts.showAll(props.memberCount)}
        </Button>
      )}
    </Panel>
  );
}

function Head({ memberCount, mayGovern, mayInvite, isOwner, onAdd, onRename, onLeave }: MembersPanelProps) {
  const texts = useTexts(messagingTexts);
  const own = useTexts(memberTexts);
  const { modal } = App.useApp();
  const leave = () => {
    // A group is never without an owner.
    if (isOwner && memberCount > 1) return void modal.info({ title: texts.leave, content: own.ownerLeaves });
    return void modal.confirm({
      title: texts.leave,
      content: texts.leaveAsk,
      okText: texts.leave,
      cancelText: texts.cancel,
      onOk: onLeave,
    });
  };
  const add = {
    key: 'add',
    icon: <UserAddOutlined aria-hidden="true" />,
    label: texts.addMembers,
    onClick: onAdd,
  };
  const rename = { key: 'rename', icon: <EditOutlined aria-hidden="true" />, label: texts.rename, onClick: onRename };
  const items: MenuItems = [
    ...(mayInvite ? [add] : []),
    ...(mayGovern ? [rename] : []),
    { key: 'leave', icon: <LogoutOutlined aria-hidden="true" />, label: texts.leave, onClick: leave },
  ];
  return (
    <span className={styles.head}>
      {texts.memberCount(memberCount)}
      {mayInvite && (
        <Button
          type="text"
          size="small"
          icon={<UserAddOutlined aria-hidden="true" />}
          aria-label={texts.addMembers}
          title={texts.addMembers}
          onClick={onAdd}
        />
      )}
      <MenuButton
        items={items}
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden="true" />}
        aria-label={texts.moreActions}
      />
    </span>
  );
}

function MemberRow({ member, ...props }: MembersPanelProps & { member: Member }) {
  const texts = useTexts(messagingTexts);
  const own = useTexts(memberTexts);
  const look = props.lookOf(member.userId);
  const isMe = member.userId === props.meId;
  const items = useMemberMenu(member, props);
  return (
    <div className={styles.member}>
      <button type="button" className={styles.person} onClick={() => props.onOpenPerson(member.userId)}>
        <PersonRow
          userId={member.userId}
          look={look}
          mark={isMe && <span className={styles.quiet}> ({texts.you})</span>}
        />
      </button>
      {member.role === 'owner' && <Chip>{texts.roleOwner}</Chip>}
      {member.role === 'admin' && <Chip>{texts.roleAdmin}</Chip>}
      {member.role === 'guest' && <Chip tone="gold">{texts.roleGuest}</Chip>}
      {items.length > 0 && (
        <MenuButton
          items={items}
          type="text"
          size="small"
          className={styles.remove}
          icon={<MoreOutlined aria-hidden="true" />}
          aria-label={own.menuOf(look.name)}
        />
      )}
    </div>
  );
}

/** What the reader may do with a member; nothing with themselves and with the owner. */
function useMemberMenu(member: Member, props: MembersPanelProps): MenuItems {
  const texts = useTexts(messagingTexts);
  const own = useTexts(memberTexts);
  const { modal } = App.useApp();
  const { name } = props.lookOf(member.userId);
  if (member.userId === props.meId || member.role === 'owner' || !props.mayGovern) return [];
  const setRole = (role: 'owner' | 'admin' | 'member') => props.onSetRole(member.userId, role);
  const transfer = () =>
    modal.confirm({
      title: own.transfer,
      content: own.transferAsk(name),
      okText: own.transfer,
      cancelText: texts.cancel,
      onOk: () => setRole('owner'),
    });
  const remove = () =>
    modal.confirm({
      title: texts.removeMember,
      content: texts.removeMemberAsk(name),
      okText: texts.removeMember,
      cancelText: texts.cancel,
      okButtonProps: { danger: true },
      onOk: () => props.onRemove(member.userId),
    });
  const isOfFirm = member.role !== 'guest';
  return [
    ...(props.isOwner && member.role === 'member'
      ? [{ key: 'admin', label: own.makeAdmin, onClick: () => setRole('admin') }]
      : []),
    ...(props.isOwner && member.role === 'admin'
      ? [{ key: 'member', label: own.makeMember, onClick: () => setRole('member') }]
      : []),
    ...(props.isOwner && isOfFirm ? [{ key: 'transfer', label: own.transfer, onClick: transfer }] : []),
    { key: 'remove', label: texts.removeMember, danger: true, onClick: remove },
  ];
}
