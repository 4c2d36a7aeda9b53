import { TeamOutlined, UsergroupAddOutlined, UserOutlined } from '@ant-design/icons';
import type { ConversationId, ConversationSummary } from '@countinghouse/protocol';
import { memo, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { conversationTitle } from '../../shared/conversation-title.ts';
import { LazyOverlay } from '../../shared/LazyOverlay.tsx';
import { lazyInScope } from '../../shared/lazy-in-scope.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useSelectedUnhurried } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { ConversationList } from './ConversationList.tsx';
import { listTexts } from './conversation-list-texts.ts';
import { foldSections, type ListFilter, listItems } from './fold-sections.ts';
import { lookFrom } from './person-look.ts';
import { useConversationKeys } from './use-conversation-keys.ts';
import { useListChoices } from './use-list-choices.ts';
import { readAhead } from './use-reading-ahead.ts';

// Its forms are as large as the list.
const StartDialog = lazyInScope(() => import('./ConversationListStart.tsx').then((m) => m.ConversationListStart));

const none: readonly ConversationSummary[] = [];

interface ConversationListContainerProps {
  activeId: string | null;
  onPalette(): void;
  onFindGroup: (() => void) | undefined;
}

/** Drawn for itself: the page around it is drawn with each message of the open conversation. */
export const ConversationListContainer = memo(function ConversationListContainer({
  activeId,
  onPalette,
  onFindGroup,
}: ConversationListContainerProps) {
  const me = useMe();
  const directory = useDirectory();
  const navigate = useNavigate();
  const messenger = useMessenger();
  const { list } = messenger;
  const loaded = useSelectedUnhurried(list, (state) => (state.isLoaded ? state.conversations : null));
  const all = loaded ?? none;
  const [filter, setFilter] = useState<ListFilter>('all');
  const [dialog, setDialog] = useState<'none' | 'group' | 'direct'>('none');
  const { folded, fold, order, setOrder } = useListChoices();
  const lookOf = useMemo(() => lookFrom(directory), [directory]);
  const sections = useMemo(
    () =>
      foldSections({
        conversations: all,
        titleOf: (summary) => conversationTitle(summary, directory),
        clientOf: (summary) => directory.engagement(summary.engagementId)?.clientName ?? (summary.engagementId && ''),
        order,
        filter,
        keptId: activeId,
      }),
    [all, filter, directory, order, activeId],
  );
  const items = useMemo(() => listItems(sections, folded, activeId), [sections, folded, activeId]);
  const rows = useMemo(() => items.flatMap((item) => (item.kind === 'row' ? [item.row] : [])), [items]);
  const open = (id: ConversationId) => {
    // Asked for before anything is drawn.
    readAhead(messenger, id);
    void navigate(paths.conversation(id));
  };
  useConversationKeys({ rows, onOpen: ({ summary }) => open(summary.id) });
  return (
    <>
      <ConversationList
        isLoaded={loaded !== null}
        items={items}
        activeId={activeId}
        meId={me.person.id}
        lookOf={lookOf}
        filter={filter}
        order={order}
        newItems={useNewItems({ onDirect: () => setDialog('direct'), onGroup: () => setDialog('group'), onFindGroup })}
        onFilter={setFilter}
        onOrder={setOrder}
        onFold={fold}
        onOpen={open}
        onPalette={onPalette}
      />
      {dialog !== 'none' && (
        <LazyOverlay onClose={() => setDialog('none')}>
          <StartDialog kind={dialog} onClose={() => setDialog('none')} />
        </LazyOverlay>
      )}
    </>
  );
});

interface NewItemsInput {
  onDirect(): void;
  onGroup(): void;
  onFindGroup: (() => void) | undefined;
}

function useNewItems({ onDirect, onGroup, onFindGroup }: NewItemsInput) {
  const texts = useTexts(listTexts);
  const isOfFirm = useMe().person.kind === 'person';
  const direct = {
    key: 'direct',
    icon: <UserOutlined aria-hidden="true" />,
    label: texts.newDirect,
    onClick: onDirect,
  };
  const group = { key: 'group', icon: <TeamOutlined aria-hidden="true" />, label: texts.newGroup, onClick: onGroup };
  const find = {
    key: 'find',
    icon: <UsergroupAddOutlined aria-hidden="true" />,
    label: texts.findGroup,
    onClick: () => onFindGroup?.(),
  };
  return [direct, ...(isOfFirm ? [group] : []), ...(isOfFirm && onFindGroup ? [find] : [])];
}
