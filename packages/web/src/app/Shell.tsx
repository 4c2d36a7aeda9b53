import { identity, type Locale } from '@countinghouse/protocol';
import { type ReactNode, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { attentionTotal } from '../shared/attention.ts';
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx';
import { LazyOverlay } from '../shared/LazyOverlay.tsx';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { useLocale, useTexts } from '../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useSelected, useSelectedUnhurried } from '../shared/messenger.tsx';
import { ResponsivePane } from '../shared/ResponsivePane.tsx';
import { LoadingState } from '../shared/States.tsx';
import { type SidePaneOptions, SidePaneProvider } from '../shared/side-pane.tsx';
import { useTheme } from '../shared/theme.tsx';
import { useAction } from '../shared/use-action.ts';
import { useIsPhone } from '../shared/use-media.ts';
import { useSettled } from '../shared/use-settled.ts';
import { Broken } from './Broken.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ConversationSearchKey } from './ConversationSearchKey.tsx';
import { FeatureLinks } from './FeatureLinks.tsx';
import { navigationFor } from './navigation-items.tsx';
import { Pages } from './Pages.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { appTexts } from './texts.ts';
import { useHostedPane } from './use-hosted-pane.ts';

const loadPalette = () => import('./Palette.tsx').then((m) => m.Palette);
const Palette = lazyInScope(loadPalette);
const NotificationCenter = lazyInScope(() =>
  import('../features/notifications/NotificationCenter.tsx').then((m) => m.NotificationCenter),
);

/** What is opened beside a page may come from any part. */
const PaneScope = lazyInScope(
  async () =>
    ({ children }: { children: ReactNode }) =>
      children,
);

export function Shell({ onSignOut }: { onSignOut(): void }) {
  const texts = useTexts(appTexts);
  const { pathname } = useLocation();
  const { list } = useMessenger();
  const connection = useSelected(list, (state) => state.connection);
  const waitingCount = useSelected(list, (state) => state.waitingCount);
  const isPhone = useIsPhone();
  const { pane, content } = useHostedPane(pathname);
  const palette = usePaletteKey();
  const isSettled = useSettled();
  const [openedAt] = useState(() => new Date());
  const isConversationAlone = isPhone && pathname.startsWith('/c/');
  return (
    <SidePaneProvider value={pane}>
      <FeatureLinks>
        <TabTitle />
        <div className={styles.shell}>
          <a className={styles.skip} href="#content">
            {texts.skip}
          </a>
          <ConnectionBanner connection={connection} waitingCount={waitingCount} />
          <ErrorBoundary fallback={null}>
            <Suspense>{isSettled && <NotificationCenter openedAt={openedAt} />}</Suspense>
          </ErrorBoundary>
          <div className={styles.columns}>
            {!isConversationAlone && <ShellRail onSignOut={onSignOut} />}
            <div className={styles.content} id="content" tabIndex={-1}>
              <ErrorBoundary resetKey={pathname} fallback={<Broken />}>
                <Suspense fallback={<LoadingState rows={8} />}>
                  <Pages onPalette={palette.open} onSignOut={onSignOut} />
                </Suspense>
              </ErrorBoundary>
            </div>
            {content && <PaneHost key={content.key} node={content.node} {...content.options} onClose={pane.close} />}
          </div>
        </div>
        {palette.isOpen && (
          <LazyOverlay onClose={palette.close}>
            <Palette onClose={palette.close} />
          </LazyOverlay>
        )}
        <ConversationSearchKey />
      </FeatureLinks>
    </SidePaneProvider>
  );
}

function useUnread(): number {
  const { list } = useMessenger();
  return useSelectedUnhurried(list, (state) => attentionTotal(state.conversations));
}

function ShellRail({ onSignOut }: { onSignOut(): void }) {
  const me = useMe();
  const directory = useDirectory();
  const { call, list } = useMessenger();
  const unread = useUnread();
  const inbox = useSelected(list, (state) => state.inbox);
  const { locale, setLocale } = useLocale();
  const { isDark, setMode } = useTheme();
  const choose = useAction(async (next: Locale) => {
    setLocale(next);
    await call(identity.setLocale, { body: { locale: next } });
  });
  return (
    <Rail
      items={navigationFor(me, directory.engagements)}
      counts={{ messages: unread, claims: inbox.approvals + inbox.returned + inbox.questions, finance: inbox.queue }}
      name={directory.nameOf(me.person.name)}
      locale={locale}
      isDark={isDark}
      onLocale={(next) => void choose.run(next)}
      onTheme={setMode}
      onSignOut={onSignOut}
    />
  );
}

const ordinaryTitle = document.title;

/** The tab tells what waits while another one is in front, whichever page it shows. */
function TabTitle() {
  const unread = useUnread();
  const title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${ordinaryTitle}` : ordinaryTitle;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(
    () => () => {
      document.title = ordinaryTitle;
    },
    [],
  );
  return null;
}

/** Dialogs, lists and calendars over the pane take Escape first. */
const overPane = [
  '.ant-modal',
  'dialog[open]',
  ...['.ant-select-dropdown', '.ant-picker-dropdown', '.ant-dropdown'].map((popup) => `${popup}:not(${popup}-hidden)`),
].join();

interface PaneHostProps extends SidePaneOptions {
  node: ReactNode;
  onClose(): void;
}

function PaneHost({ node, title, isWide = false, isSlim = false, onClose }: PaneHostProps) {
  const texts = useTexts(appTexts);
  const host = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    host.current?.focus();
    let isCovered = false;
    // Looked at before anything has heard the key: what Escape closes would be gone afterwards.
    const look = () => {
      isCovered = document.querySelector(overPane) !== null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isCovered) onClose();
    };
    document.addEventListener('keydown', look, true);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);
  return (
    <section
      className={`${styles.pane} ${isWide ? styles.wide : ''} ${isSlim ? styles.slim : ''}`}
      ref={host}
      tabIndex={-1}
      aria-label={title ?? texts.sidePane}
    >
      <ErrorBoundary fallback={<Broken />}>
        <Suspense fallback={<LoadingState rows={10} />}>
          <PaneScope>
            {title ? (
              <ResponsivePane title={title} onClose={onClose}>
                {node}
              </ResponsivePane>
            ) : (
              node
            )}
          </PaneScope>
        </Suspense>
      </ErrorBoundary>
    </section>
  );
}

/** The palette comes with its own script; it is fetched once the page has nothing better to do. */
const idleMs = 3000;

function usePaletteKey() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), idleMs);
    return () => clearTimeout(timer);
  }, []);
  // With the first rows, not after they were painted: who sees them may press.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setIsOpen((was) => !was);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { isOpen, open: useCallback(() => setIsOpen(true), []), close: useCallback(() => setIsOpen(false), []) };
}
