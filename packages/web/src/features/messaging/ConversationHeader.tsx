import { ArrowLeftOutlined, InfoCircleOutlined, SearchOutlined } from '@ant-design/icons';
import type { DataClass, UserId } from '@countinghouse/protocol';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { Button } from '../../shared/Button.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useFindInConversation } from '../../shared/find-in-conversation.ts';
import { useTexts } from '../../shared/locale.tsx';
import { paths } from '../../shared/paths.ts';
import { useStatusWords } from '../../shared/person-status.ts';
import { useStanding } from '../../shared/presence.tsx';
import { QuietMark } from '../../shared/StatusMark.tsx';
import { stateTexts } from '../../shared/state-texts.ts';
import { VisibleText } from '../../shared/VisibleText.tsx';
import styles from './ConversationHeader.module.css';
import { messagingTexts } from './texts.ts';

interface ConversationHeaderProps {
  title: string;
  avatar: 'group' | 'person' | 'app';
  dataClass: DataClass;
  isGuest: boolean;
  /** The other one of two. */
  peerId: UserId | null;
  /** Small facts under the title, such as members and lead, with `factsBetween` between them. */
  facts: string;
  /** More buttons of the head. */
  actions: ReactNode;
  /** Present where the right-hand column is not on screen. */
  onDetails?: () => void;
  hasBack: boolean;
}

export const factsBetween = ' · ';

/** Its icons are dear to draw, and most messages change nothing here. */
export const ConversationHeader = memo(function ConversationHeader(props: ConversationHeaderProps) {
  const texts = useTexts(messagingTexts);
  const words = useTexts(stateTexts);
  const peerId = props.avatar === 'person' ? props.peerId : null;
  const standing = useStanding(peerId);
  const status = useStatusWords(props.peerId);
  const find = useFindInConversation();
  const facts = [
    ...(standing ? [words[standing]] : []),
    ...(status ? [`${status.emoji} ${status.text}`.trim()] : []),
    ...(props.facts ? [props.facts] : []),
  ];
  return (
    <header className={styles.header}>
      {props.hasBack && (
        <Link to={paths.home} className={styles.back} aria-label={texts.back}>
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
      )}
      <Avatar name={props.title} kind={props.avatar} standing={standing} />
      <div className={styles.titles}>
        <h1>
          <span>{props.title}</span>
          <QuietMark userId={peerId} />
          {props.avatar === 'app' && <Chip>{texts.app}</Chip>}
          {props.isGuest && <Chip tone="gold">{texts.guest}</Chip>}
          {props.dataClass !== 'general' && (
            <Chip tone="gold">{props.dataClass === 'core' ? texts.classCore : texts.classImportant}</Chip>
          )}
        </h1>
        {facts.length > 0 && (
          <p>
            <VisibleText text={facts.join(factsBetween)} />
          </p>
        )}
      </div>
      {find && (
        <Button
          icon={<SearchOutlined aria-hidden="true" />}
          aria-label={texts.findHere}
          title={texts.findHere}
          onClick={find}
        />
      )}
      {props.actions}
      {props.onDetails && (
        <Button
          icon={<InfoCircleOutlined aria-hidden="true" />}
          aria-label={texts.details}
          title={texts.details}
          onClick={props.onDetails}
        />
      )}
    </header>
  );
});
