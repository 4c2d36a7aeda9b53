import type { InvoiceId, UserId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';
import { paths } from '../../shared/paths.ts';

/** Where a hit leads that is not this feature's; `app` plugs it in. */
export interface SearchLinks {
  openInvoice(invoiceId: InvoiceId): void;
  openPerson(userId: UserId): void;
}

const SearchLinksContext = createContext<SearchLinks>({
  openInvoice: () => location.assign(paths.invoices),
  openPerson: () => location.assign(paths.directory),
});

export const SearchLinksProvider = SearchLinksContext.Provider;
export const useSearchLinks = () => useContext(SearchLinksContext);
