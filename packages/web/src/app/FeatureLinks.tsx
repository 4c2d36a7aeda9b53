import type { ConversationId, InvoiceCardData, InvoiceId, UserId } from '@countinghouse/protocol';
import { type ReactNode, Suspense, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { type ClaimLinks, ClaimLinksProvider } from '../features/claims/links.tsx';
import { type FinanceLinks, FinanceLinksProvider } from '../features/finance/links.tsx';
import { type InvoiceLinks, InvoiceLinksProvider } from '../features/invoices/links.tsx';
import { SettingsSlotProvider } from '../features/messaging/settings-slot.ts';
import { type SearchLinks, SearchLinksProvider } from '../features/search/links.tsx';
import { FindInConversationProvider } from '../shared/find-in-conversation.ts';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { OpenPersonProvider } from '../shared/open-person.ts';
import { paths } from '../shared/paths.ts';
import { useSidePane } from '../shared/side-pane.tsx';
import { useConversationSearch } from './use-conversation-search.tsx';

const InvoiceDetail = lazyInScope(() => import('../features/invoices/index.ts').then((m) => m.InvoiceDetail));
const ClaimDetail = lazyInScope(() => import('../features/claims/index.ts').then((m) => m.ClaimDetail));
const GroupPanel = lazyInScope(() => import('../features/groups/index.ts').then((m) => m.GroupPanel));
const PersonCard = lazyInScope(() => import('../features/directory/index.ts').then((m) => m.PersonCard));

/** Where one feature leads to another: features do not know each other. */
export function FeatureLinks({ children }: { children: ReactNode }) {
  const pane = useSidePane();
  const navigate = useNavigate();
  const find = useConversationSearch();
  const { open, close } = pane;
  const links = useMemo<InvoiceLinks & ClaimLinks & FinanceLinks & SearchLinks>(
    () => ({
      openClaim: (claimId) => open(<ClaimDetail claimId={claimId} onClose={close} />),
      openInvoice: (invoiceId: InvoiceId, card?: InvoiceCardData) =>
        open(<InvoiceDetail invoiceId={invoiceId} card={card} onClose={close} />, { isWide: true }),
      bookClaim: (claimId) => void navigate(`${paths.finance}?claim=${claimId}`),
      openPerson: (userId: UserId) => open(<PersonCard userId={userId} onClose={close} />, { isSlim: true }),
      openQueue: () => void navigate(paths.finance),
    }),
    [open, close, navigate],
  );
  return (
    <InvoiceLinksProvider value={links}>
      <ClaimLinksProvider value={links}>
        <FinanceLinksProvider value={links}>
          <SearchLinksProvider value={links}>
            <OpenPersonProvider value={links.openPerson}>
              <SettingsSlotProvider value={settingsFor}>
                <FindInConversationProvider value={find}>{children}</FindInConversationProvider>
              </SettingsSlotProvider>
            </OpenPersonProvider>
          </SearchLinksProvider>
        </FinanceLinksProvider>
      </ClaimLinksProvider>
    </InvoiceLinksProvider>
  );
}

const settingsFor = (conversationId: ConversationId) => (
  <Suspense>
    <GroupPanel conversationId={conversationId} />
  </Suspense>
);
