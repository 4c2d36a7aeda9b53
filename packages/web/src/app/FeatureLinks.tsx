import type { ClaimId } from '@countinghouse/protocol';
import { lazy, type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { type ClaimLinks, ClaimLinksProvider } from '../features/claims/links.tsx';
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
  const invoiceLinks = useMemo<InvoiceLinks>(
    () => ({ openClaim: (claimId) => open(<ClaimDetail claimId={claimId} onClose={close} />) }),
    [open, close],
  );
  const claimLinks = useMemo<ClaimLinks>(
    () => ({
      openInvoice: (invoiceId, card) => open(<InvoiceDetail invoiceId={invoiceId} card={card} onClose={close} />),
      bookClaim: (claimId: ClaimId) => void navigate(`${paths.finance}?claim=${claimId}`),
      openQueue: () => void navigate(paths.finance),
    }),
    [open, close, navigate],
  );
  return (
    <InvoiceLinksProvider value={invoiceLinks}>
      <ClaimLinksProvider value={claimLinks}>{children}</ClaimLinksProvider>
    </InvoiceLinksProvider>
  );
}
