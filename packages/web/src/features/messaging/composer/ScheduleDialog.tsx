import { type ConversationId, personal, scheduleAheadMsMax } from '@countinghouse/protocol';
import type { OutgoingMessage } from '@countinghouse/sdk';
import { Button, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { FutureTimePicker } from '../../../shared/FutureTimePicker.tsx';
import { formatDateTime } from '../../../shared/format.ts';
import { useLocale, useTexts } from '../../../shared/locale.tsx';
import { useMessenger } from '../../../shared/messenger.tsx';
import { newClientId } from '../../../shared/new-client-id.ts';
import { useToasts } from '../../../shared/toasts.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import styles from './ScheduleDialog.module.css';
import { composerTexts } from './texts.ts';
import { usualTimes } from './usual-times.ts';

interface ScheduleDialogProps {
  conversationId: ConversationId;
  message: OutgoingMessage;
  onClose(): void;
  onDone(): void;
}

export function ScheduleDialog({ conversationId, message, onClose, onDone }: ScheduleDialogProps) {
  const texts = useTexts(composerTexts);
  const { locale } = useLocale();
  const toast = useToasts();
  const { call } = useMessenger();
  const [clientId] = useState(newClientId);
  const [times] = useState(() => usualTimes(dayjs()));
  const [at, setAt] = useState<Dayjs | null>(null);
  const isFit = at !== null && at.valueOf() > Date.now() && at.valueOf() < Date.now() + scheduleAheadMsMax;
  const schedule = useAction(async () => {
    if (!at) return;
    const { text, replyTo, mentions = [], mentionGroups = [] } = message;
    const content = {
      text,
      mentions: [...mentions],
      mentionGroups: [...mentionGroups],
      ...(replyTo === undefined ? {} : { replyTo }),
    };
    const sendAt = at.toDate().toISOString();
    await call(personal.schedule, { body: { clientId, conversationId, sendAt, content } });
    toast.success(texts.scheduledFor(formatDateTime(sendAt, locale)));
    onDone();
  });
  return (
    <Modal
      open
      title={texts.scheduleTitle}
      okText={texts.scheduleOk}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: !isFit, loading: schedule.isRunning }}
      onOk={() => void schedule.run()}
      onCancel={onClose}
      width={480}
      destroyOnHidden
    >
      <p className={styles.words}>
        <VisibleText text={message.text.slice(0, 300)} />
      </p>
      <div className={styles.times}>
        {times.map((time) => (
          <Button key={time.name} type={at?.isSame(time.at) ? 'primary' : 'default'} onClick={() => setAt(time.at)}>
            {texts[time.name]}
          </Button>
        ))}
      </div>
      <FutureTimePicker label={texts.scheduleAt} value={at} onChange={setAt} />
    </Modal>
  );
}
