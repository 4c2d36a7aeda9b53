import { EditOutlined, SearchOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { paths } from '../../shared/paths.ts';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import styles from './ConversationList.module.css';
import type { ListRow, ListSection } from './fold-sections.ts';
import type { LookOf } from './person-look.ts';
import { messagingTexts } from './texts.ts';

interface ConversationListProps {
  isLoaded: boolean;
  sections: readonly ListSection[];
  activeId: string | null;
  meId: string;
  lookOf: LookOf;
  filter: string;
  onFilter(filter: string): void;
  onPalette(): void;
  onNewGroup(): void;
  onNewDirect(): void;
  mayMakeGroups: boolean;
}

export function ConversationList(props: ConversationListProps) {
  const texts = useTexts(messagingTexts);
  return (
    <nav className={styles.list} aria-label={texts.conversations}>
      <header className={styles.head}>
        <div className={styles.search}>
          <SearchOutlined aria-hidden="true" />
          <input
            type="search"
            value={props.filter}
            placeholder={texts.search}
            aria-label={texts.search}
            onChange={(event) => props.onFilter(event.target.value)}
          />
          <button type="button" className={styles.key} onClick={props.onPalette} aria-label={`${texts.palette} ⌘K`}>
            ⌘K
          </button>
        </div>
        <NewButton {...props} />
      </header>
      <div className={styles.rows}>
        <Rows {...props} />
      </div>
    </nav>
  );
}

function NewButton({ onNewGroup, onNewDirect, mayMakeGroups }: ConversationListProps) {
  const texts = useTexts(messagingTexts);
  const direct = {
    key: 'direct',
    icon: <UserOutlined aria-hidden="true" />,
    label: texts.newDirect,
    onClick: onNewDirect,
  };
  const group = { key: 'group', icon: <TeamOutlined aria-hidden="true" />, label: texts.newGroup, onClick: onNewGroup };
  return (
    <Dropdown trigger={['click']} menu={{ items: mayMakeGroups ? [direct, group] : [direct] }}>
      <Button
        icon={<EditOutlined aria-hidden="true" />}
        aria-label={texts.newConversation}
        title={texts.newConversation}
      />
    </Dropdown>
  );
}

function Rows(props: ConversationListProps): ReactNode {
  const texts = useTexts(messagingTexts);
  const sectionTitles = {
    engagements: texts.sectionEngagements,
    groups: texts.sectionGroups,
    direct: texts.sectionDirect,
  };
  if (!props.isLoaded) return <LoadingState rows={8} />;
  if (props.sections.length === 0) {
    return props.filter.trim() ? (
      <EmptyState mark="寻" title={texts.noMatch} hint={texts.noMatchHint} />
    ) : (
      <EmptyState mark="言" title={texts.noConversations} hint={texts.noConversationsHint} />
    );
  }
  return props.sections.map((section) => (
    <div key={section.id}>
      <h2 className={styles.section}>{sectionTitles[section.id]}</h2>
      <ul aria-label={sectionTitles[section.id]}>
        {section.rows.map((row) => (
          <li key={row.summary.id}>
            <Row row={row} isActive={row.summary.id === props.activeId} meId={props.meId} lookOf={props.lookOf} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

interface RowProps {
  row: ListRow;
  isActive: boolean;
  meId: string;
  lookOf: LookOf;
}

function Row({ row, isActive, meId, lookOf }: RowProps) {
  const texts = useTexts(messagingTexts);
  const { summary, title, depth, unread } = row;
  const isGroup = summary.kind === 'group';
  return (
    <Link
      to={paths.conversation(summary.id)}
      className={`${styles.row} ${isActive ? styles.active : ''} ${depth === 1 ? styles.child : ''}`}
      aria-current={isActive ? 'page' : undefined}
    >
      <Avatar name={row.pictureName} kind={isGroup ? 'group' : summary.kind === 'app' ? 'app' : 'person'} />
      <span className={styles.middle}>
        <span className={styles.title}>
          {depth === 1 && (
            <span className={styles.branch} aria-hidden="true">
              └
            </span>
          )}
          <span className={styles.name}>{title}</span>
          {summary.kind === 'app' && <Chip>{texts.app}</Chip>}
          {summary.peerId && lookOf(summary.peerId).kind === 'guest' && <Chip tone="gold">{texts.guest}</Chip>}
        </span>
        <span className={styles.preview}>
          <Preview summary={summary} meId={meId} lookOf={lookOf} />
        </span>
      </span>
      <span className={styles.meta}>
        {summary.lastMessage && <DateText at={summary.lastMessage.at} show="short" />}
        {unread > 0 && (
          <span className={styles.badge}>
            <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
            <span className="visually-hidden">{texts.unread(unread)}</span>
          </span>
        )}
      </span>
    </Link>
  );
}

function Preview({ summary, meId, lookOf }: { summary: ListRow['summary']; meId: string; lookOf: LookOf }) {
  const texts = useTexts(messagingTexts);
  const last = summary.lastMessage;
  if (!last) return ' ';
  if (summary.kind !== 'group' || last.actorId === meId) return last.preview;
  return texts.senderSays(lookOf(last.actorId).name, last.preview);
}
