import { DownOutlined, EditOutlined, RightOutlined, SearchOutlined } from '@ant-design/icons';
import type { ConversationId } from '@countinghouse/protocol';
import {
  type ComponentPropsWithRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type ListProps, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { MenuItems } from '../../shared/AnchoredMenu.tsx';
import { Button } from '../../shared/Button.tsx';
import { ErrorBoundary } from '../../shared/ErrorBoundary.tsx';
import { anchorOfPoint, type PanelAnchor } from '../../shared/FloatingPanel.tsx';
import { LazyOverlay } from '../../shared/LazyOverlay.tsx';
import { lazyInScope } from '../../shared/lazy-in-scope.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { MenuButton } from '../../shared/MenuButton.tsx';
import { EmptyState, LoadingState } from '../../shared/States.tsx';
import styles from './ConversationList.module.css';
import { ConversationListRow, openMenuAt } from './ConversationListRow.tsx';
import { listTexts } from './conversation-list-texts.ts';
import type { EngagementOrder, ListFilter, ListItem, SectionId } from './fold-sections.ts';
import { useLongPress } from './menu/use-long-press.ts';
import type { LookOf } from './person-look.ts';
import { conversationAt, useReadingAhead } from './use-reading-ahead.ts';

interface ConversationListProps {
  isLoaded: boolean;
  items: readonly ListItem[];
  activeId: string | null;
  meId: string;
  lookOf: LookOf;
  filter: ListFilter;
  order: EngagementOrder;
  newItems: MenuItems;
  onFilter(filter: ListFilter): void;
  onOrder(order: EngagementOrder): void;
  onFold(id: SectionId, isFolded: boolean): void;
  onOpen(conversationId: ConversationId): void;
  onPalette(): void;
}

export function ConversationList(props: ConversationListProps) {
  const texts = useTexts(listTexts);
  const readingAhead = useReadingAhead();
  return (
    <nav className={styles.list} aria-label={texts.conversations} {...readingAhead}>
      <header className={styles.head}>
        <button type="button" className={styles.search} onClick={props.onPalette}>
          <SearchOutlined aria-hidden="true" />
          <span className={styles.words}>{texts.search}</span>
          <kbd className={styles.key}>⌘K</kbd>
        </button>
        <MenuButton
          type="bare"
          items={props.newItems}
          className={styles.new}
          aria-label={texts.newConversation}
          title={texts.newConversation}
        >
          <EditOutlined aria-hidden="true" />
        </MenuButton>
      </header>
      <Filters filter={props.filter} onFilter={props.onFilter} />
      <Rows {...props} />
    </nav>
  );
}

const MarkAllRead = lazyInScope(() => import('./MarkAllRead.tsx').then((m) => m.MarkAllRead));

function Filters({ filter, onFilter }: Pick<ConversationListProps, 'filter' | 'onFilter'>) {
  const texts = useTexts(listTexts);
  const names = { all: texts.filterAll, unread: texts.filterUnread, mentions: texts.filterMentions };
  return (
    <fieldset className={styles.filters} aria-label={texts.filter}>
      {(['all', 'unread', 'mentions'] as const).map((each) => (
        <button
          key={each}
          type="button"
          className={styles.filter}
          aria-pressed={each === filter}
          onClick={() => onFilter(each)}
        >
          {names[each]}
        </button>
      ))}
      {filter === 'unread' && (
        <ErrorBoundary fallback={null}>
          <Suspense>
            <MarkAllRead />
          </Suspense>
        </ErrorBoundary>
      )}
    </fieldset>
  );
}

function Rows(props: ConversationListProps): ReactNode {
  const texts = useTexts(listTexts);
  const { filter, onFilter } = props;
  if (!props.isLoaded) return <LoadingState rows={8} />;
  if (props.items.length > 0) return <LongRows {...props} />;
  if (filter === 'all') return <EmptyState mark="言" title={texts.noConversations} hint={texts.noConversationsHint} />;
  const isUnread = filter === 'unread';
  return (
    <EmptyState
      mark={isUnread ? '毕' : '静'}
      title={isUnread ? texts.nothingUnread : texts.nothingMentions}
      hint={isUnread ? texts.nothingUnreadHint : texts.nothingMentionsHint}
      action={<Button onClick={() => onFilter('all')}>{texts.showAll}</Button>}
    />
  );
}

const ListMenu = lazyInScope(() => import('./ConversationListMenu.tsx').then((m) => m.ConversationListMenu));

const rowPixels = 54;
/** Drawn at once, before the list has measured its place: as many as an ordinary window shows. */
const firstRows = 16;

function LongRows(props: ConversationListProps) {
  const texts = useTexts(listTexts);
  const { items } = props;
  const list = useRef<VirtuosoHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<{ id: string; anchor: PanelAnchor | null } | null>(null);
  const chosen = items.find((item) => item.kind === 'row' && item.row.summary.id === menu?.id);
  const focusAt = useFocusAt(list, place);
  const openMenu = (on: EventTarget | null, x: number, y: number): boolean => {
    const target = on instanceof Element ? on.closest('[data-conversation]') : null;
    const id = target instanceof HTMLElement ? target.dataset.conversation : undefined;
    if (id !== undefined) setMenu({ id, anchor: anchorOfPoint(x, y) });
    return id !== undefined;
  };
  const onContextMenu = (event: MouseEvent) => {
    // Beside the rows the browser's own menu is right.
    if (openMenu(event.target, event.clientX, event.clientY)) event.preventDefault();
  };
  // Not every phone tells of a long press as of the other mouse button.
  const hold = useLongPress((x, y) => openMenu(document.elementFromPoint(x, y), x, y));
  const closeMenu = () => {
    setMenu((now) => now && { ...now, anchor: null });
    focusKey(place.current, `row ${menu?.id}`);
  };
  const onClick = (event: MouseEvent) => {
    const id = rowPressed(event);
    if (id === null) return;
    event.preventDefault();
    props.onOpen(id);
  };
  const onKeyDown = (event: KeyboardEvent) => onListKey(event, { ...props, focusAt });
  // The list draws all its rows anew with another object.
  const context = useMemo(() => ({ label: texts.conversations, description: texts.keys }), [texts]);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys and menu of the links within. */}
      <div
        ref={place}
        className={styles.rows}
        title={undefined}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onKeyDown={onKeyDown}
        {...hold}
      >
        <Virtuoso
          ref={list}
          data={items}
          initialItemCount={Math.min(items.length, firstRows)}
          computeItemKey={keyAt}
          defaultItemHeight={rowPixels}
          increaseViewportBy={rowPixels * 6}
          context={context}
          components={parts}
          itemContent={(_, item) => <OneItem item={item} {...props} />}
        />
      </div>
      {menu && (
        <LazyOverlay onClose={() => setMenu(null)}>
          <ListMenu
            summary={chosen?.kind === 'row' ? chosen.row.summary : undefined}
            anchor={menu.anchor}
            onClose={closeMenu}
          />
        </LazyOverlay>
      )}
    </>
  );
}

/** The conversation to open; null where the browser is to open another tab, or nothing was pressed. */
function rowPressed({ target, button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): ConversationId | null {
  if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey || !(target instanceof Element)) return null;
  const link = target.closest('a');
  return link && conversationAt(link);
}

/** Of what can have the focus; a client's name cannot. */
function keyOf(item: ListItem): string {
  if (item.kind === 'row') return `row ${item.row.summary.id}`;
  return item.kind === 'section' ? `section ${item.id}` : `client ${item.name}`;
}

const keyAt = (_: number, item: ListItem): string => keyOf(item);

function focusKey(place: HTMLElement | null, key: string): boolean {
  const found = place?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  found?.focus({ preventScroll: true });
  return found !== undefined && found !== null;
}

/** Focus on an item that may not be drawn yet. */
function useFocusAt(list: { current: VirtuosoHandle | null }, place: { current: HTMLDivElement | null }) {
  return useCallback(
    (index: number, key: string) => {
      focusKey(place.current, key);
      list.current?.scrollIntoView({
        index,
        behavior: 'auto',
        done: () => void focusKey(place.current, key),
      });
    },
    [list, place],
  );
}

interface ListKeys extends ConversationListProps {
  focusAt(index: number, key: string): void;
}

function onListKey(event: KeyboardEvent, { items, activeId, onFold, focusAt }: ListKeys): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
  const { key } = event.target.dataset;
  const at = items.findIndex((item) => keyOf(item) === key);
  const goTo = (from: number, step: 1 | -1) => {
    for (let index = from; index >= 0 && index < items.length; index += step) {
      const item = items[index];
      if (item && item.kind !== 'client') return focusAt(index, keyOf(item));
    }
  };
  const item = items[at];
  const enter = () => {
    const open = items.findIndex((each) => each.kind === 'row' && each.row.summary.id === activeId);
    goTo(open >= 0 ? open : 0, 1);
  };
  if (event.key === 'ArrowDown') at < 0 ? enter() : goTo(at + 1, 1);
  else if (event.key === 'ArrowUp') goTo(at - 1, -1);
  else if (event.key === 'Home') goTo(0, 1);
  else if (event.key === 'End') goTo(items.length - 1, -1);
  else if (item?.kind === 'section' && event.key === 'ArrowLeft') onFold(item.id, true);
  else if (item?.kind === 'section' && event.key === 'ArrowRight') onFold(item.id, false);
  else if (item?.kind === 'row' && (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')))
    openMenuAt(event.target);
  else return;
  event.preventDefault();
}

interface ListContext {
  label: string;
  description: string;
}

function Items({ context, ...props }: ListProps & { context: ListContext } & ComponentPropsWithRef<'ul'>) {
  return <ul {...props} aria-label={context.label} aria-description={context.description} />;
}

function Item({
  children,
  context: _,
  item: __,
  ...props
}: ComponentPropsWithRef<'li'> & { context?: unknown; item?: unknown }) {
  return <li {...props}>{children}</li>;
}

function OneItem({ item, ...props }: ConversationListProps & { item: ListItem }) {
  if (item.kind === 'client') return <p className={styles.client}>{item.name}</p>;
  if (item.kind === 'section') return <SectionHead section={item} {...props} />;
  const { activeId, meId, lookOf } = props;
  return <ConversationListRow row={item.row} isActive={item.row.summary.id === activeId} meId={meId} lookOf={lookOf} />;
}

function SectionHead({
  section,
  order,
  onOrder,
  onFold,
}: ConversationListProps & { section: Extract<ListItem, { kind: 'section' }> }) {
  const texts = useTexts(listTexts);
  const names = {
    pinned: texts.sectionPinned,
    engagements: texts.sectionEngagements,
    groups: texts.sectionGroups,
    direct: texts.sectionDirect,
    archived: texts.sectionArchived,
  };
  const { id, isFolded } = section;
  return (
    <div className={styles.section}>
      <h2>
        <button
          type="button"
          className={styles.fold}
          tabIndex={-1}
          data-key={`section ${id}`}
          aria-expanded={!isFolded}
          onClick={() => onFold(id, !isFolded)}
        >
          {names[id]}
          {isFolded ? <RightOutlined aria-hidden="true" /> : <DownOutlined aria-hidden="true" />}
          {isFolded && <span className={styles.count}>{section.count}</span>}
        </button>
      </h2>
      {isFolded && section.loud > 0 && (
        <span className={styles.badge}>
          <span aria-hidden="true">{section.loud}</span>
          <span className="visually-hidden">{texts.unread(section.loud)}</span>
        </span>
      )}
      {id === 'engagements' && !isFolded && (
        <button
          type="button"
          className={styles.fold}
          aria-label={`${texts.order}: ${order === 'client' ? texts.orderClient : texts.orderTime}`}
          onClick={() => onOrder(order === 'client' ? 'time' : 'client')}
        >
          {order === 'client' ? texts.orderClient : texts.orderTime}
        </button>
      )}
    </div>
  );
}

const parts = { List: Items, Item };
