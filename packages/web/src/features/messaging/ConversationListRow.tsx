import { BellOutlined } from '@ant-design/icons';
import { type MouseEvent, memo } from 'react';
import { Avatar } from '../../shared/Avatar.tsx';
import { bareWords } from '../../shared/bare-words.ts';
import { Chip } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger, useSelected } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useStanding } from '../../shared/presence.tsx';
import { StandingWords } from '../../shared/StandingWords.tsx';
import { StatusMark } from '../../shared/StatusMark.tsx';
import styles from './ConversationList.module.css';
import { listTexts } from './conversation-list-texts.ts';
import type { ListRow } from './fold-sections.ts';
import type { LookOf } from './person-look.ts';

interface ConversationListRowProps {
  row: ListRow;
  isActive: boolean;
  meId: string;
  lookOf: LookOf;
}

const shownMax = 99;

/** Picture, title and time, and what was last said or waits there. Its menu opens where a context menu would. */
export const ConversationListRow = memo(RowView, (before, after) => {
  const { row: a, ...others } = before;
  const { row: b, ...others2 } = after;
  return (
    a.summary === b.summary &&
    a.title === b.title &&
    a.depth === b.depth &&
    a.pictureName === b.pictureName &&
    others.isActive === others2.isActive &&
    others.meId === others2.meId &&
    others.lookOf === others2.lookOf
  );
});

function RowView({ row, isActive, meId, lookOf }: ConversationListRowProps) {
  const texts = useTexts(listTexts);
  const { summary, title, depth, attention } = row;
  const standing = useStanding(summary.kind === 'direct' ? summary.peerId : null);
  const kind = summary.kind === 'group' ? 'group' : summary.kind === 'app' ? 'app' : 'person';
  const peer = summary.peerId ? lookOf(summary.peerId) : null;
  return (
    <div className={styles.place} data-conversation={summary.id}>
      {/* Not the router's link: each of those is drawn anew with every move. The list opens what is pressed. */}
      <a
        href={paths.conversation(summary.id)}
        className={`${styles.row} ${isActive ? styles.active : ''}`}
        aria-current={isActive ? 'page' : undefined}
        data-key={`row ${summary.id}`}
        tabIndex={-1}
      >
        <Avatar name={row.pictureName} kind={kind} standing={standing} />
        <span className={styles.middle}>
          <span className={styles.title}>
            {depth === 1 && (
              <span className={styles.branch} aria-hidden="true">
                └
              </span>
            )}
            <span className={styles.name}>{title}</span>
            {summary.kind === 'direct' && <StatusMark userId={summary.peerId} />}
            <StandingWords standing={standing} />
            {summary.kind === 'app' && <Chip>{texts.app}</Chip>}
            {peer?.kind === 'guest' && <Chip tone="gold">{texts.guest}</Chip>}
          </span>
          <span className={styles.preview}>
            <Preview row={row} isActive={isActive} meId={meId} lookOf={lookOf} />
          </span>
        </span>
        <span className={styles.meta}>
          {summary.lastMessage && <DateText at={summary.lastMessage.at} show="short" />}
          <span className={styles.marks}>
            {summary.mine.notify === 'none' && (
              <span className={styles.muted} title={texts.muted}>
                <BellOutlined aria-hidden="true" />
                <span className="visually-hidden">{texts.muted}</span>
              </span>
            )}
            {attention.count > 0 && (
              <span className={`${styles.badge} ${attention.isLoud ? '' : styles.quiet}`}>
                <span aria-hidden="true">{attention.count > shownMax ? `${shownMax}+` : attention.count}</span>
                <span className="visually-hidden">
                  {attention.isLoud ? texts.unread(attention.count) : texts.unreadQuiet(attention.count)}
                </span>
              </span>
            )}
          </span>
        </span>
      </a>
      <button type="button" className={styles.more} tabIndex={-1} aria-label={texts.menuOf(title)} onClick={openMenu}>
        <span aria-hidden="true">⋮</span>
      </button>
    </div>
  );
}

/** Opens the list's menu as the right button of the mouse would, below what was pressed. */
export function openMenuAt(element: Element): void {
  const { left, bottom } = element.getBoundingClientRect();
  element.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom }),
  );
}

function openMenu(event: MouseEvent): void {
  event.stopPropagation();
  openMenuAt(event.currentTarget);
}

function Preview({ row, isActive, meId, lookOf }: ConversationListRowProps) {
  const texts = useTexts(listTexts);
  const { typing } = useMessenger();
  const { summary, attention } = row;
  const writer = useSelected(typing, (now) => now.get(summary.id)?.[0]);
  // What is begun in the open conversation stands in front of the reader already.
  const draft = isActive ? null : summary.draft;
  const last = summary.lastMessage;
  const isNamed = summary.kind === 'group' && last !== null && last.actorId !== meId;
  const words = last?.isRecalled ? texts.recalled : last && (bareWords(last.preview) || last.preview);
  const said = words === null ? texts.noMessages : isNamed ? texts.senderSays(lookOf(last.actorId).name, words) : words;
  if (writer) {
    const words = summary.kind === 'group' ? texts.typing(lookOf(writer).name) : texts.typingDirect;
    return <span className={styles.typing}>{words}</span>;
  }
  return (
    <>
      {attention.isMentioned && <span className={styles.mention}>{texts.mentionsYou} </span>}
      {draft && <span className={styles.draft}>{texts.draft}</span>}
      {draft ? draft.text : said}
    </>
  );
}
