import type { ClaimId, InvoiceCardData, InvoiceId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';
import { paths } from '../../shared/paths.ts';

/** Where a claim leads that is not this feature's; `app` plugs it in. */
export interface ClaimLinks {
  openInvoice(invoiceId: InvoiceId, card?: InvoiceCardData): void;
  /** Finance: the voucher of an approved claim. */
  bookClaim(claimId: ClaimId): void;
  openQueue(): void;
}

const ClaimLinksContext = createContext<ClaimLinks>({
  openInvoice: () => location.assign(paths.invoices),
  bookClaim: () => location.assign(paths.finance),
  openQueue: () => location.assign(paths.finance),
});

export const ClaimLinksProvider = ClaimLinksContext.Provider;
export const useClaimLinks = () => useContext(ClaimLinksContext);
