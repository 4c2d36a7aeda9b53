import type { ClaimId, InvoiceId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';
import { paths } from '../../shared/paths.ts';

/** Where finance's work leads that is not this feature's; `app` plugs it in. */
export interface FinanceLinks {
  openInvoice(invoiceId: InvoiceId): void;
  openClaim(claimId: ClaimId): void;
}

const FinanceLinksContext = createContext<FinanceLinks>({
  openInvoice: () => location.assign(paths.invoices),
  openClaim: (claimId) => location.assign(paths.claim(claimId)),
});

export const FinanceLinksProvider = FinanceLinksContext.Provider;
export const useFinanceLinks = () => useContext(FinanceLinksContext);
