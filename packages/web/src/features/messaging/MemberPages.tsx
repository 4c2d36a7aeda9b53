import { type ConversationId, conversations, type Member, memberPageMax } from '@countinghouse/protocol';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { MorePages } from '../../shared/MorePages.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { usePages } from '../../shared/use-pages.ts';
import { LongList } from './LongList.tsx';
import { messagingTexts } from './texts.ts';

interface MemberPagesProps {
  conversationId: ConversationId;
  /** Null where the group has more than the conversation carries: then they are read a page at a time. */
  members: readonly Member[] | null;
  memberCount: number;
  memberRow(member: Member): ReactNode;
}

const rowPixels = 38;
const heightMax = 420;

/** All members of a group, of whatever size. */
export function MemberPages({ members, ...props }: MemberPagesProps) {
  return members ? <MemberList items={members} {...props} /> : <PagedMembers {...props} />;
}

function PagedMembers(props: Omit<MemberPagesProps, 'members'>) {
  const { conversationId, memberCount } = props;
  const { call } = useMessenger();
  const pages = usePages<Member>({
    listKey: conversationId,
    load: async (after) => {
      const query = { limit: memberPageMax, ...(after ? { afterUserId: after.userId } : {}) };
      const { members } = await call(conversations.listMembers, { params: { conversationId }, query });
      return { items: members, hasMore: members.length >= memberPageMax };
    },
  });
  const { reload } = pages;
  const counted = useRef(memberCount);
  useEffect(() => {
    if (counted.current === memberCount) return;
    counted.current = memberCount;
    reload();
  }, [memberCount, reload]);
  if (pages.state === 'loading') return <LoadingState rows={6} />;
  if (pages.state === 'failed') return <ErrorState error={pages.error} onRetry={pages.reload} />;
  return (
    <>
      <MemberList items={pages.items} onEnd={pages.loadMore} {...props} />
      {pages.moreError !== undefined && <MorePages {...pages} />}
    </>
  );
}

interface MemberListProps extends Omit<MemberPagesProps, 'members'> {
  items: readonly Member[];
  onEnd?: () => void;
}

function MemberList({ items, onEnd, memberRow }: MemberListProps) {
  const texts = useTexts(messagingTexts);
  return (
    <LongList
      items={items}
      keyOf={(member) => member.userId}
      label={texts.members}
      rowPixels={rowPixels}
      heightMax={heightMax}
      onEnd={onEnd}
      row={memberRow}
    />
  );
}
