import type { ClaimId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';
import { paths } from '../../shared/paths.ts';

/** Where an invoice leads that is not this feature's; `app` plugs it in. */
export interface InvoiceLinks {
  openClaim(claimId: ClaimId): void;
}

const InvoiceLinksContext = createContext<InvoiceLinks>({
  openClaim: (claimId) => location.assign(paths.claim(claimId)),
});

export const InvoiceLinksProvider = InvoiceLinksContext.Provider;
export const useInvoiceLinks = () => useContext(InvoiceLinksContext);
