import { identity, type Locale } from '@countinghouse/protocol';
import { type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { useLocale, useTexts } from '../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useWatched } from '../shared/messenger.tsx';
import { ResponsivePane } from '../shared/ResponsivePane.tsx';
import { LoadingState } from '../shared/States.tsx';
import { type SidePaneOptions, SidePaneProvider } from '../shared/side-pane.tsx';
import { useTheme } from '../shared/theme.tsx';
import { useAction } from '../shared/use-action.ts';
import { useIsPhone } from '../shared/use-media.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { FeatureLinks } from './FeatureLinks.tsx';
import { navigationFor } from './navigation-items.tsx';
import { Pages } from './Pages.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { appTexts } from './texts.ts';
import { useHostedPane } from './use-hosted-pane.ts';

export function Shell({ onSignOut }: { onSignOut(): void }) {
  const texts = useTexts(appTexts);
  const { pathname } = useLocation();
  const { list } = useMessenger();
  const { connection } = useWatched(list);
  const isPhone = useIsPhone();
  const { pane, content } = useHostedPane(pathname);
  const palette = usePaletteKey();
  const isConversationAlone = isPhone && pathname.startsWith('/c/');
  return (
    <SidePaneProvider value={pane}>
      <FeatureLinks>
        <div className={styles.shell}>
          <a className={styles.skip} href="#content">
            {texts.skip}
          </a>
          <ConnectionBanner connection={connection} />
          <div className={styles.columns}>
            {!isConversationAlone && <ShellRail onSignOut={onSignOut} />}
            <div className={styles.content} id="content" tabIndex={-1}>
              <ErrorBoundary resetKey={pathname}>
                <Suspense fallback={<LoadingState rows={8} />}>
                  <Pages onPalette={palette.open} onSignOut={onSignOut} />
                </Suspense>
              </ErrorBoundary>
            </div>
            {content && <PaneHost key={content.key} node={content.node} {...content.options} onClose={pane.close} />}
          </div>
        </div>
        {palette.isOpen && <Palette onClose={palette.close} />}
      </FeatureLinks>
    </SidePaneProvider>
  );
}

function ShellRail({ onSignOut }: { onSignOut(): void }) {
  const me = useMe();
  const directory = useDirectory();
  const { call, list } = useMessenger();
  const { conversations, inbox } = useWatched(list);
  const { locale, setLocale } = useLocale();
  const { isDark, setMode } = useTheme();
  const unread = conversations.reduce((sum, c) => sum + Math.max(0, c.messageCount - c.cursor.messageCount), 0);
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

function PaneHost({ node, title, isWide = false, onClose }: PaneHostProps) {
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
      className={`${styles.pane} ${isWide ? styles.wide : ''}`}
      ref={host}
      tabIndex={-1}
      aria-label={title ?? texts.sidePane}
    >
      <ErrorBoundary>
        <Suspense fallback={<LoadingState rows={10} />}>
          {title ? (
            <ResponsivePane title={title} onClose={onClose}>
              {node}
            </ResponsivePane>
          ) : (
            node
          )}
        </Suspense>
      </ErrorBoundary>
    </section>
  );
}

function usePaletteKey() {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
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
