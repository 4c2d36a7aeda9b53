import { type ConversationId, groups, joinNoteLengthMax, type OpenGroup } from '@countinghouse/protocol';
import { Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { focusField } from '../../shared/focus-field.ts';
import { useTexts } from '../../shared/locale.tsx';
import { MorePages } from '../../shared/MorePages.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import styles from './Directory.module.css';
import { directoryTexts } from './texts.ts';

const typingMs = 200;

/** Groups that one can join, or ask to join. */
export function OpenGroups({ text }: { text: string }) {
  const texts = useTexts(directoryTexts);
  const { call } = useMessenger();
  const navigate = useNavigate();
  const [asked, setAsked] = useState('');
  const [asking, setAsking] = useState<OpenGroup | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  const pages = usePages<OpenGroup>({
    listKey: asked,
    load: async (after) => {
      const query = { ...(asked ? { text: asked } : {}), ...(after ? { beforeId: after.id } : {}) };
      const page = await call(groups.listOpen, { query });
      return { items: page.groups, hasMore: page.hasMore };
    },
  });
  const { reload } = pages;
  const join = useAction(async (conversationId: ConversationId) => {
    await call(groups.join, { params: { conversationId } });
    await navigate(paths.conversation(conversationId));
  });
  const withdraw = useAction(async (conversationId: ConversationId) => {
    await call(groups.withdrawJoinRequest, { params: { conversationId } });
    reload();
  });
  const ask = useAction(async (conversationId: ConversationId, note: string) => {
    await call(groups.askToJoin, { params: { conversationId }, body: { note } });
    setAsking(null);
    reload();
  });
  if (pages.state === 'loading') return <LoadingState rows={6} />;
  if (pages.state === 'failed') return <ErrorState error={pages.error} onRetry={reload} />;
  if (pages.items.length === 0) return <EmptyState mark="群" title={texts.noGroups} hint={texts.noGroupsHint} />;
  return (
    <div className={styles.groups}>
      <ul aria-label={texts.groups}>
        {pages.items.map((group) => (
          <li key={group.id} className={styles.group}>
            <Avatar name={group.title} kind="group" />
            <span className={styles.lines}>
              <span className={styles.name}>
                {group.title}{' '}
                <Chip tone={group.join === 'open' ? 'pine' : 'quiet'}>
                  {group.join === 'open' ? texts.joinOpen : texts.joinAsk}
                </Chip>
              </span>
              <span className={styles.quiet}>{group.hasAsked ? texts.asked : texts.count(group.memberCount)}</span>
            </span>
            {group.join === 'open' ? (
              <Button aria-label={`${texts.join} ${group.title}`} onClick={() => void join.run(group.id)}>
                {texts.join}
              </Button>
            ) : group.hasAsked ? (
              <Button aria-label={`${texts.withdraw} ${group.title}`} onClick={() => void withdraw.run(group.id)}>
                {texts.withdraw}
              </Button>
            ) : (
              <Button aria-label={`${texts.ask} ${group.title}`} onClick={() => setAsking(group)}>
                {texts.ask}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <MorePages {...pages} />
      {asking && (
        <AskDialog
          group={asking}
          isBusy={ask.isRunning}
          onCancel={() => setAsking(null)}
          onAsk={(note) => void ask.run(asking.id, note)}
        />
      )}
    </div>
  );
}

interface AskDialogProps {
  group: OpenGroup;
  isBusy: boolean;
  onCancel(): void;
  onAsk(note: string): void;
}

function AskDialog({ group, isBusy, onCancel, onAsk }: AskDialogProps) {
  const texts = useTexts(directoryTexts);
  const [note, setNote] = useState('');
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.askTitle(group.title)}
      okText={texts.send}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => onAsk(note.trim())}
    >
      <Input.TextArea
        data-autofocus
        aria-label={texts.askNote}
        placeholder={texts.askNote}
        maxLength={joinNoteLengthMax}
        autoSize={{ minRows: 2, maxRows: 4 }}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}
