import type { ClaimId, ConversationId } from '@countinghouse/protocol';
import { Suspense, useCallback, useState } from 'react';
import { Route, Routes, useNavigate, useParams } from 'react-router';
import { keepSendKey, keptSendKey, type SendKey } from '../features/messaging/composer/send-key.ts';
import { MessagingPage } from '../features/messaging/index.ts';
import { Button } from '../shared/Button.tsx';
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { useTexts } from '../shared/locale.tsx';
import { useMe } from '../shared/messenger.tsx';
import { paths } from '../shared/paths.ts';
import { EmptyState } from '../shared/States.tsx';
import { useSidePane } from '../shared/side-pane.tsx';
import { useMedia } from '../shared/use-media.ts';
import { useSettled } from '../shared/use-settled.ts';
import { Broken } from './Broken.tsx';
import { worksWithInvoices } from './navigation-items.tsx';
import { appTexts } from './texts.ts';

const InboxPanel = lazyInScope(() => import('../features/claims/InboxPanel.tsx').then((m) => m.InboxPanel));
const ClaimsPage = lazyInScope(() => import('../features/claims/index.ts').then((m) => m.ClaimsPage));
const ConversationInvoicesPanel = lazyInScope(() =>
  import('../features/invoices/ConversationInvoicesPanel.tsx').then((m) => m.ConversationInvoicesPanel),
);
const InvoicesPage = lazyInScope(() => import('../features/invoices/index.ts').then((m) => m.InvoicesPage));
const FinancePage = lazyInScope(() => import('../features/finance/index.ts').then((m) => m.FinancePage));
const TotalsPage = lazyInScope(() => import('../features/totals/index.ts').then((m) => m.TotalsPage));
const AdminPage = lazyInScope(() => import('../features/admin/index.ts').then((m) => m.AdminPage));
const SearchPage = lazyInScope(() => import('../features/search/index.ts').then((m) => m.SearchPage));
const DirectoryPage = lazyInScope(() => import('../features/directory/index.ts').then((m) => m.DirectoryPage));
const BookmarksPage = lazyInScope(() => import('../features/bookmarks/index.ts').then((m) => m.BookmarksPage));
const ScheduledPage = lazyInScope(() => import('../features/bookmarks/index.ts').then((m) => m.ScheduledPage));
const NotificationsPanel = lazyInScope(() =>
  import('../features/notifications/index.ts').then((m) => m.NotificationsPanel),
);
const MePage = lazyInScope(() => import('../features/me/index.ts').then((m) => m.MePage));

interface PagesProps {
  onPalette(): void;
  onSignOut(): void;
}

export function Pages({ onPalette, onSignOut }: PagesProps) {
  const messaging = <Messaging onPalette={onPalette} />;
  return (
    <Routes>
      <Route path="/" element={messaging} />
      <Route path="/c/:conversationId" element={messaging} />
      <Route path={paths.search} element={<SearchPage />} />
      <Route path={paths.directory} element={<DirectoryPage />} />
      <Route path={paths.bookmarks} element={<BookmarksPage />} />
      <Route path={paths.scheduled} element={<ScheduledPage />} />
      <Route path="/invoices" element={<InvoicesPage />} />
      <Route path="/claims" element={<ClaimsPage />} />
      <Route path="/claims/:claimId" element={<ClaimsAt />} />
      <Route path="/finance/*" element={<FinancePage />} />
      <Route path="/totals" element={<TotalsPage />} />
      <Route path="/admin" element={<AdminPage />} />
      <Route path="/me" element={<Me onSignOut={onSignOut} />} />
      <Route path="*" element={<PageMissing />} />
    </Routes>
  );
}

function Messaging({ onPalette }: { onPalette(): void }) {
  const navigate = useNavigate();
  const { isOpen, isSlim } = useSidePane();
  // With the pane open, conversation and list together leave less than a card's width below this.
  const isNarrow = useMedia('(max-width: 1679px)');
  const onFindGroup = useCallback(() => void navigate(paths.openGroups), [navigate]);
  return (
    <MessagingPage
      isListHidden={isOpen && isNarrow && !isSlim}
      onPalette={onPalette}
      panelsFor={panelsFor}
      onFindGroup={onFindGroup}
    />
  );
}

function Me({ onSignOut }: { onSignOut(): void }) {
  const [sendKey, setSendKey] = useState(keptSendKey);
  const choose = (key: SendKey) => {
    keepSendKey(key);
    setSendKey(key);
  };
  return <MePage sendKey={sendKey} onSendKey={choose} sections={<NotificationsPanel />} onSignOut={onSignOut} />;
}

const panelsFor = (conversationId: ConversationId | null) => <Panels conversationId={conversationId} />;

function Panels({ conversationId }: { conversationId: ConversationId | null }) {
  const me = useMe();
  if (!useSettled()) return null;
  return (
    <ErrorBoundary fallback={<Broken />}>
      <Suspense>
        {me.person.kind === 'person' && <InboxPanel />}
        {conversationId && worksWithInvoices(me) && <ConversationInvoicesPanel conversationId={conversationId} />}
      </Suspense>
    </ErrorBoundary>
  );
}

function ClaimsAt() {
  const { claimId } = useParams();
  // The server refuses what is no claim's id.
  return <ClaimsPage claimId={claimId as ClaimId} />;
}

function PageMissing() {
  const texts = useTexts(appTexts);
  const navigate = useNavigate();
  return (
    <EmptyState
      mark="?"
      title={texts.pageMissing}
      hint={texts.pageMissingHint}
      action={<Button onClick={() => void navigate(paths.home)}>{texts.toMessages}</Button>}
    />
  );
}
