import type { ClaimId, InvoiceCardData, InvoiceId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';
import { paths } from '../../shared/paths.ts';

/** Where an invoice leads; `app` plugs it in. */
export interface InvoiceLinks {
  openClaim(claimId: ClaimId): void;
  /** `card` shows the original to somebody who may see no more of it. */
  openInvoice(invoiceId: InvoiceId, card?: InvoiceCardData): void;
}

const InvoiceLinksContext = createContext<InvoiceLinks>({
  openClaim: (claimId) => location.assign(paths.claim(claimId)),
  openInvoice: () => location.assign(paths.invoices),
});

export const InvoiceLinksProvider = InvoiceLinksContext.Provider;
export const useInvoiceLinks = () => useContext(InvoiceLinksContext);
