import { CalendarOutlined } from '@ant-design/icons';
import { type ConversationId, messages } from '@countinghouse/protocol';
import { lazy, useState } from 'react';
import { Button } from '../../../shared/Button.tsx';
import { FloatingPanel, type PanelAnchor } from '../../../shared/FloatingPanel.tsx';
import { LazyOverlay } from '../../../shared/LazyOverlay.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { useMessenger } from '../../../shared/messenger.tsx';
import { LoadingState } from '../../../shared/States.tsx';
import { useToasts } from '../../../shared/toasts.tsx';
import { useAction } from '../../../shared/use-action.ts';
import styles from './Timeline.module.css';
import { timelineTexts } from './texts.ts';

// The calendar comes when somebody first wants it.
const CalendarPanel = lazy(() => import('./CalendarPanel.tsx').then((m) => ({ default: m.CalendarPanel })));

/** A calendar in the head of the conversation; a day leads to its first message, or the next one after it. */
export function JumpToDate({ conversationId, onJump }: { conversationId: ConversationId; onJump(seq: number): void }) {
  const texts = useTexts(timelineTexts);
  const toast = useToasts();
  const { call } = useMessenger();
  const [anchor, setAnchor] = useState<PanelAnchor | null>(null);
  const jump = useAction(async (day: Date) => {
    const at = new Date(day.getFullYear(), day.getMonth(), day.getDate()).toISOString();
    const { seq } = await call(messages.atDate, { params: { conversationId }, query: { at } });
    setAnchor(null);
    if (seq === null) toast.info(texts.noneAfter);
    else onJump(seq);
  });
  return (
    <>
      <Button
        icon={<CalendarOutlined aria-hidden="true" />}
        aria-label={texts.jumpToDate}
        aria-haspopup="dialog"
        title={texts.jumpToDate}
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      />
      {anchor && (
        <FloatingPanel anchor={anchor} label={texts.jumpToDate} onClose={() => setAnchor(null)}>
          <div className={styles.calendar}>
            <LazyOverlay fallback={<LoadingState rows={6} />} onClose={() => setAnchor(null)}>
              <CalendarPanel onChoose={(day) => void jump.run(day)} />
            </LazyOverlay>
          </div>
        </FloatingPanel>
      )}
    </>
  );
}
