import { EditOutlined, LogoutOutlined, MoreOutlined, UserAddOutlined, UserDeleteOutlined } from '@ant-design/icons';
import type { Member, UserId } from '@countinghouse/protocol';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { Panel } from '../../shared/Panel.tsx';
import styles from './MembersPanel.module.css';
import type { LookOf } from './person-look.ts';
import { messagingTexts } from './texts.ts';

interface MembersPanelProps {
  members: readonly Member[];
  meId: UserId;
  lookOf: LookOf;
  /** The reader is owner or admin. */
  mayGovern: boolean;
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
  const shown = isWhole ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <Panel title={texts.members} extra={<Head {...props} />}>
      <ul className={styles.members}>
        {shown.map((member) => (
          <MemberRow key={member.userId} member={member} {...props} />
        ))}
      </ul>
      {sorted.length > shownAtFirst && (
        <Button type="text" size="small" block onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? texts.showFewer : texts.showAll(sorted.length)}
        </Button>
      )}
    </Panel>
  );
}

function Head({ members, mayGovern, onAdd, onRename, onLeave }: MembersPanelProps) {
  const texts = useTexts(messagingTexts);
  const { modal } = App.useApp();
  const leave = () =>
    modal.confirm({ title: texts.leave, content: texts.leaveAsk, okText: texts.leave, onOk: onLeave });
  const govern = [
    { key: 'add', icon: <UserAddOutlined aria-hidden="true" />, label: texts.addMembers, onClick: onAdd },
    { key: 'rename', icon: <EditOutlined aria-hidden="true" />, label: texts.rename, onClick: onRename },
  ];
  const items: MenuProps['items'] = [
    ...(mayGovern ? govern : []),
    { key: 'leave', icon: <LogoutOutlined aria-hidden="true" />, label: texts.leave, onClick: leave },
  ];
  return (
    <span className={styles.head}>
      {texts.memberCount(members.length)}
      {mayGovern && (
        <Button
          type="text"
          size="small"
          icon={<UserAddOutlined aria-hidden="true" />}
          aria-label={texts.addMembers}
          title={texts.addMembers}
          onClick={onAdd}
        />
      )}
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button type="text" size="small" icon={<MoreOutlined aria-hidden="true" />} aria-label={texts.moreActions} />
      </Dropdown>
    </span>
  );
}

function MemberRow({ member, ...props }: MembersPanelProps & { member: Member }) {
  const texts = useTexts(messagingTexts);
  const { modal } = App.useApp();
  const look = props.lookOf(member.userId);
  const isMe = member.userId === props.meId;
  const remove = () =>
    modal.confirm({
      title: texts.removeMember,
      content: texts.removeMemberAsk(look.name),
      okText: texts.removeMember,
      okButtonProps: { danger: true },
      onOk: () => props.onRemove(member.userId),
    });
  return (
    <li className={styles.member}>
      <button
        type="button"
        className={styles.person}
        disabled={isMe}
        onClick={() => props.onOpenPerson(member.userId)}
        title={isMe ? undefined : texts.newDirect}
      >
        <Avatar name={look.name} kind={look.kind === 'app' ? 'app' : 'person'} size={28} />
        <span className={styles.name}>
          {look.name}
          {isMe && <span className={styles.quiet}> ({texts.you})</span>}
        </span>
        <span className={styles.title}>{look.kind === 'app' ? texts.app : look.title}</span>
      </button>
      {props.mayGovern && !isMe && member.role !== 'owner' && (
        <Button
          type="text"
          size="small"
          className={styles.remove}
          icon={<UserDeleteOutlined aria-hidden="true" />}
          aria-label={`${texts.removeMember} ${look.name}`}
          title={texts.removeMember}
          onClick={remove}
        />
      )}
      {member.role === 'owner' && <Chip>{texts.roleOwner}</Chip>}
      {member.role === 'admin' && <Chip>{texts.roleAdmin}</Chip>}
      {member.role === 'guest' && <Chip tone="gold">{texts.roleGuest}</Chip>}
    </li>
  );
}
