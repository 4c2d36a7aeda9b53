import type { ClaimId, ConversationId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { Route, Routes, useNavigate, useParams } from 'react-router';
import { MessagingPage } from '../features/messaging/index.ts';
import { useTexts } from '../shared/locale.tsx';
import { useMe } from '../shared/messenger.tsx';
import { paths } from '../shared/paths.ts';
import { EmptyState } from '../shared/States.tsx';
import { useSidePane } from '../shared/side-pane.tsx';
import { useMedia } from '../shared/use-media.ts';
import { worksWithInvoices } from './navigation-items.tsx';
import { appTexts } from './texts.ts';

const InboxPanel = lazy(() => import('../features/claims/index.ts').then((m) => ({ default: m.InboxPanel })));
const ClaimsPage = lazy(() => import('../features/claims/index.ts').then((m) => ({ default: m.ClaimsPage })));
const ConversationInvoicesPanel = lazy(() =>
  import('../features/invoices/index.ts').then((m) => ({ default: m.ConversationInvoicesPanel })),
);
const InvoicesPage = lazy(() => import('../features/invoices/index.ts').then((m) => ({ default: m.InvoicesPage })));
const FinancePage = lazy(() => import('../features/finance/index.ts').then((m) => ({ default: m.FinancePage })));
const TotalsPage = lazy(() => import('../features/totals/index.ts').then((m) => ({ default: m.TotalsPage })));
const AdminPage = lazy(() => import('../features/admin/index.ts').then((m) => ({ default: m.AdminPage })));
const MePage = lazy(() => import('../features/me/index.ts').then((m) => ({ default: m.MePage })));

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
      <Route path="/invoices" element={<InvoicesPage />} />
      <Route path="/claims" element={<ClaimsPage />} />
      <Route path="/claims/:claimId" element={<ClaimsAt />} />
      <Route path="/finance/*" element={<FinancePage />} />
      <Route path="/totals" element={<TotalsPage />} />
      <Route path="/admin" element={<AdminPage />} />
      <Route path="/me" element={<MePage onSignOut={onSignOut} />} />
      <Route path="*" element={<PageMissing />} />
    </Routes>
  );
}

function Messaging({ onPalette }: { onPalette(): void }) {
  const { isOpen } = useSidePane();
  // With the pane open, conversation and list together leave less than a card's width below this.
  const isNarrow = useMedia('(max-width: 1679px)');
  return (
    <MessagingPage
      isListHidden={isOpen && isNarrow}
      onPalette={onPalette}
      panelsFor={(conversationId) => <Panels conversationId={conversationId} />}
    />
  );
}

function Panels({ conversationId }: { conversationId: ConversationId | null }) {
  const me = useMe();
  return (
    <Suspense>
      {me.person.kind === 'person' && <InboxPanel />}
      {conversationId && worksWithInvoices(me) && <ConversationInvoicesPanel conversationId={conversationId} />}
    </Suspense>
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
