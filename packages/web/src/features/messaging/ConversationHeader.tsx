import { ArrowLeftOutlined, InfoCircleOutlined } from '@ant-design/icons';
import type { DataClass } from '@countinghouse/protocol';
import { Button } from 'antd';
import { Link } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { paths } from '../../shared/paths.ts';
import styles from './ConversationHeader.module.css';
import { messagingTexts } from './texts.ts';

interface ConversationHeaderProps {
  title: string;
  avatar: 'group' | 'person' | 'app';
  dataClass: DataClass;
  isGuest: boolean;
  /** Small facts under the title, such as members and lead. */
  facts: readonly string[];
  /** Present where the right-hand column is not on screen. */
  onDetails?: () => void;
  hasBack: boolean;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const texts = useTexts(messagingTexts);
  return (
    <header className={styles.header}>
      {props.hasBack && (
        <Link to={paths.home} className={styles.back} aria-label={texts.back}>
          <ArrowLeftOutlined aria-hidden="true" />
        </Link>
      )}
      <Avatar name={props.title} kind={props.avatar} />
      <div className={styles.titles}>
        <h1>
          <span>{props.title}</span>
          {props.avatar === 'app' && <Chip>{texts.app}</Chip>}
          {props.isGuest && <Chip tone="gold">{texts.guest}</Chip>}
          {props.dataClass !== 'general' && (
            <Chip tone="gold">{props.dataClass === 'core' ? texts.classCore : texts.classImportant}</Chip>
          )}
        </h1>
        {props.facts.length > 0 && <p>{props.facts.join(' · ')}</p>}
      </div>
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
}
