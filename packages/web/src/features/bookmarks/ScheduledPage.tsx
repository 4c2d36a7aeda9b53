import { personal, type ScheduledMessage, scheduleAheadMsMax } from '@countinghouse/protocol';
import { Button, DatePicker, Input, Modal, Popconfirm } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Chip } from '../../shared/Chip.tsx';
import { useConversationTitles } from '../../shared/conversation-title.ts';
import { DateText } from '../../shared/DateText.tsx';
import { describeRefusalName } from '../../shared/describe-refusal.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { Page } from '../../shared/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Bookmarks.module.css';
import { describeContent } from './describe-content.ts';
import { bookmarkTexts } from './texts.ts';

/** What is to be sent later, the next one first, and what could not be sent. */
export function ScheduledPage() {
  const texts = useTexts(bookmarkTexts);
  const query = useQuery(
    personal.listScheduled,
    {},
    { reloadOn: (change) => change.kind === 'list' && change.list === 'scheduled' },
  );
  const messages = query.data?.messages ?? [];
  return (
    <Page title={texts.scheduled}>
      {query.status === 'loading' && <LoadingState rows={6} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && messages.length === 0 && (
        <EmptyState mark="时" title={texts.noScheduled} hint={texts.noScheduledHint} />
      )}
      {messages.length > 0 && (
        <ul className={styles.list} aria-label={texts.scheduled}>
          {messages.map((message) => (
            <li key={message.id}>
              <ScheduledItem message={message} onChanged={query.reload} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function ScheduledItem({ message, onChanged }: { message: ScheduledMessage; onChanged(): void }) {
  const texts = useTexts(bookmarkTexts);
  const { locale } = useLocale();
  const titleOf = useConversationTitles();
  const { call } = useMessenger();
  const [isChanging, setIsChanging] = useState(false);
  const params = { scheduledMessageId: message.id };
  const { content, state, refusal } = message;
  const title = titleOf(message.conversationId) ?? texts.otherConversation;
  const cancel = useAction(async () => {
    await call(personal.cancelScheduled, { params });
    onChanged();
  });
  const change = useAction(async (sendAt: string, text: string) => {
    await call(personal.changeScheduled, { params, body: { sendAt, content: { ...content, text } } });
    setIsChanging(false);
    onChanged();
  });
  const files = (content.fileIds ?? []).map((_, place) => ({ name: String(place + 1) }));
  return (
    <article className={styles.item} aria-label={title}>
      <header className={styles.head}>
        <b>{texts.sendTo(title)}</b>
        <Chip tone={state === 'failed' ? 'seal' : 'pine'}>{state === 'failed' ? texts.failed : texts.waiting}</Chip>
        <DateText at={message.sendAt} show="date-time" />
      </header>
      <p className={styles.text}>
        {describeContent(
          {
            text: content.text,
            files,
            poll: content.poll,
            voice: content.voice,
            forwardedCount: content.forward?.seqs.length ?? 0,
          },
          texts,
        )}
      </p>
      {refusal && <p className={styles.failed}>{describeRefusalName(refusal, locale)}</p>}
      <div className={styles.buttons}>
        <Button type="text" size="small" onClick={() => setIsChanging(true)}>
          {texts.changeTime}
        </Button>
        <Popconfirm
          title={texts.cancelAsk}
          okText={texts.cancelMessage}
          cancelText={texts.keep}
          onConfirm={() => void cancel.run()}
        >
          <Button type="text" size="small" loading={cancel.isRunning}>
            {texts.cancelMessage}
          </Button>
        </Popconfirm>
      </div>
      {isChanging && (
        <ChangeDialog
          message={message}
          isBusy={change.isRunning}
          onCancel={() => setIsChanging(false)}
          onChange={(sendAt, text) => void change.run(sendAt, text)}
        />
      )}
    </article>
  );
}

interface ChangeDialogProps {
  message: ScheduledMessage;
  isBusy: boolean;
  onCancel(): void;
  onChange(sendAt: string, text: string): void;
}

function ChangeDialog({ message, isBusy, onCancel, onChange }: ChangeDialogProps) {
  const texts = useTexts(bookmarkTexts);
  const [at, setAt] = useState(() => dayjs(message.sendAt));
  const [text, setText] = useState(message.content.text);
  const isPast = at.valueOf() <= Date.now();
  return (
    <Modal
      open
      title={texts.changeTime}
      okText={texts.save}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: isPast }}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => onChange(at.toISOString(), text)}
    >
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        aria-label={texts.sendAt}
        allowClear={false}
        minDate={dayjs()}
        maxDate={dayjs().add(scheduleAheadMsMax, 'ms')}
        status={isPast ? 'error' : ''}
        value={at}
        onChange={(next) => next && setAt(next)}
      />
      {isPast && <p className={styles.failed}>{texts.past}</p>}
      <Input.TextArea
        aria-label={texts.editText}
        style={{ marginTop: 12 }}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}
