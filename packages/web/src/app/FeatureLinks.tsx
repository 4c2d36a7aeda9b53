import type { InvoiceCardData, InvoiceId } from '@countinghouse/protocol';
import { lazy, type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { type ClaimLinks, ClaimLinksProvider } from '../features/claims/links.tsx';
import { type FinanceLinks, FinanceLinksProvider } from '../features/finance/links.tsx';
import { type InvoiceLinks, InvoiceLinksProvider } from '../features/invoices/links.tsx';
import { paths } from '../shared/paths.ts';
import { useSidePane } from '../shared/side-pane.tsx';

const InvoiceDetail = lazy(() => import('../features/invoices/index.ts').then((m) => ({ default: m.InvoiceDetail })));
const ClaimDetail = lazy(() => import('../features/claims/index.ts').then((m) => ({ default: m.ClaimDetail })));

/** Where one feature leads to another: features do not know each other. */
export function FeatureLinks({ children }: { children: ReactNode }) {
  const pane = useSidePane();
  const navigate = useNavigate();
  const { open, close } = pane;
  const links = useMemo<InvoiceLinks & ClaimLinks & FinanceLinks>(
    () => ({
      openClaim: (claimId) => open(<ClaimDetail claimId={claimId} onClose={close} />),
      openInvoice: (invoiceId: InvoiceId, card?: InvoiceCardData) =>
        open(<InvoiceDetail invoiceId={invoiceId} card={card} onClose={close} />, { isWide: true }),
      bookClaim: (claimId) => void navigate(`${paths.finance}?claim=${claimId}`),
      openQueue: () => void navigate(paths.finance),
    }),
    [open, close, navigate],
  );
  return (
    <InvoiceLinksProvider value={links}>
      <ClaimLinksProvider value={links}>
        <FinanceLinksProvider value={links}>{children}</FinanceLinksProvider>
      </ClaimLinksProvider>
    </InvoiceLinksProvider>
  );
}
