import { DownloadOutlined } from '@ant-design/icons';
import {
  type ConversationId,
  conversations,
  memberPageMax,
  readersFilePath,
  type UserId,
} from '@countinghouse/protocol';
import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { usePages } from '../../shared/use-pages.ts';
import { LongList } from './LongList.tsx';
import { PersonRow } from './PersonRow.tsx';
import type { LookOf } from './person-look.ts';
import styles from './ReadersPanel.module.css';
import type { ReaderCount } from './reader-counts.ts';
import { messagingTexts } from './texts.ts';

interface ReadersPanelProps {
  conversationId: ConversationId;
  seq: number;
  /** The message in one line. */
  preview: string;
  count: ReaderCount | undefined;
  lookOf: LookOf;
}

const rowPixels = 42;

/** Who has read a message and who has not. */
export function ReadersPanel({ conversationId, seq, preview, count, lookOf }: ReadersPanelProps) {
  const texts = useTexts(messagingTexts);
  const [state, setState] = useState<'unread' | 'read'>(count?.unread === 0 ? 'read' : 'unread');
  const { locale } = useLocale();
  const path = readersFilePath.replace(':conversationId', conversationId).replace(':seq', String(seq));
  const label = (word: string, number: number | undefined) =>
    number === undefined ? word : `${word} ${formatCount(number)}`;
  return (
    <div className={styles.panel}>
      {preview && <p className={styles.preview}>{preview}</p>}
      <Segmented
        block
        value={state}
        onChange={setState}
        aria-label={texts.readers}
        options={[
          { value: 'unread', label: label(texts.notRead, count?.unread) },
          { value: 'read', label: label(texts.read, count?.read) },
        ]}
      />
      <Button
        type="link"
        size="small"
        icon={<DownloadOutlined aria-hidden="true" />}
        href={`${path}?${new URLSearchParams({ locale }).toString()}`}
        download
      >
        {texts.exportReaders}
      </Button>
      <Readers key={state} {...{ conversationId, seq, state, count, lookOf }} />
    </div>
  );
}

type ReadersProps = Omit<ReadersPanelProps, 'preview'> & { state: 'unread' | 'read' };

function Readers({ conversationId, seq, state, count, lookOf }: ReadersProps) {
  const texts = useTexts(messagingTexts);
  const { call } = useMessenger();
  const pages = usePages<UserId>({
    listKey: `${conversationId} ${seq} ${state}`,
    load: async (afterUserId) => {
      const query = { state, limit: memberPageMax, ...(afterUserId === undefined ? {} : { afterUserId }) };
      const { userIds } = await call(conversations.readers, { params: { conversationId, seq }, query });
      return { items: userIds, hasMore: userIds.length >= memberPageMax };
    },
  });
  const { reload } = pages;
  const expected = count?.[state];
  const read = useRef(expected);
  useEffect(() => {
    if (read.current === expected) return;
    read.current = expected;
    reload();
  }, [expected, reload]);
  if (pages.state === 'loading') return <LoadingState rows={6} />;
  if (pages.state === 'failed') return <ErrorState error={pages.error} onRetry={pages.reload} />;
  if (pages.items.length === 0) {
    return state === 'read' ? (
      <EmptyState mark="未" title={texts.readByNobody} />
    ) : (
      <EmptyState mark="阅" title={texts.readByAll} />
    );
  }
  return (
    <LongList
      className={styles.list}
      items={pages.items}
      keyOf={(userId) => userId}
      label={state === 'read' ? texts.read : texts.notRead}
      rowPixels={rowPixels}
      onEnd={pages.loadMore}
      row={(userId) => (
        <div className={styles.person}>
          <PersonRow userId={userId} look={lookOf(userId)} />
        </div>
      )}
    />
  );
}
