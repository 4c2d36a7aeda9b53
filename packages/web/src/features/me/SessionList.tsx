import type { Session, SessionId } from '@countinghouse/protocol';
import { Button, Popconfirm } from 'antd';
import { Chip } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { deviceName } from './device-name.ts';
import styles from './MePage.module.css';
import { meTexts } from './texts.ts';

interface SessionListProps {
  sessions: readonly Session[];
  onRevoke(sessionId: SessionId): void;
}

export function SessionList({ sessions, onRevoke }: SessionListProps) {
  const texts = useTexts(meTexts);
  return (
    <ul>
      {sessions.map((session) => (
        <li key={session.id} className={styles.session}>
          <div>
            <p className={styles.device}>
              <span title={session.device}>{deviceName(session.device)}</span>{' '}
              {session.isCurrent && <Chip>{texts.thisDevice}</Chip>}
            </p>
            <p className={styles.about}>
              {texts.lastSeen} <DateText at={session.lastSeenAt} show="date-time" /> · {texts.since}{' '}
              <DateText at={session.createdAt} show="date" />
            </p>
          </div>
          {!session.isCurrent && (
            <Popconfirm
              title={texts.revokeAsk}
              okText={texts.revoke}
              cancelText={texts.cancel}
              onConfirm={() => onRevoke(session.id)}
            >
              <Button size="small">{texts.revoke}</Button>
            </Popconfirm>
          )}
        </li>
      ))}
    </ul>
  );
}
