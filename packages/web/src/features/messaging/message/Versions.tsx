import { messages } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';
import { DateText } from '../../../shared/DateText.tsx';
import { FloatingPanel, type PanelAnchor } from '../../../shared/FloatingPanel.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { ErrorState, LoadingState } from '../../../shared/States.tsx';
import { useQuery } from '../../../shared/use-query.ts';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './Versions.module.css';

interface VersionsProps {
  message: TimelineMessage;
  anchor: PanelAnchor;
  onClose(): void;
}

/** How an edited message read before, the newest first. */
export function Versions({ message, anchor, onClose }: VersionsProps) {
  const texts = useTexts(messageTexts);
  const { summary } = useScope();
  const query = useQuery(messages.versions, { params: { conversationId: summary.id, seq: message.seq } });
  return (
    <FloatingPanel anchor={anchor} label={texts.versions} onClose={onClose}>
      <div className={styles.versions}>
        <h3>{texts.versions}</h3>
        {query.status === 'loading' && <LoadingState rows={3} />}
        {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
        {query.status === 'ready' && (
          <ol>
            {query.data.versions.toReversed().map((version, place) => (
              <li key={version.seq}>
                <header>
                  {place === 0 ? texts.versionNow : place === query.data.versions.length - 1 ? texts.versionFirst : ''}{' '}
                  <DateText at={version.at} show="date-time" />
                </header>
                <p>
                  <VisibleText text={version.text} />
                </p>
              </li>
            ))}
          </ol>
        )}
      </div>
    </FloatingPanel>
  );
}
