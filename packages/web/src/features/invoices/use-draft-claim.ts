import { claims, type InvoiceId } from '@countinghouse/protocol';
import { useRef } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { useAction } from '../../shared/use-action.ts';
import { useInvoiceLinks } from './links.tsx';
import { selection } from './selection.ts';

/** Drafts one claim from the given invoices and opens it. Asking again for the same ones repeats the same request. */
export function useDraftClaim() {
  const { call } = useMessenger();
  const links = useInvoiceLinks();
  const asked = useRef({ invoices: '', clientId: newClientId() });
  return useAction(async (invoiceIds: readonly InvoiceId[]) => {
    const invoices = invoiceIds.toSorted().join(' ');
    if (asked.current.invoices !== invoices) asked.current = { invoices, clientId: newClientId() };
    const body = { clientId: asked.current.clientId, invoiceIds: [...invoiceIds] };
    const claim = await call(claims.create, { body });
    asked.current = { invoices: '', clientId: newClientId() };
    selection.drop(invoiceIds);
    links.openClaim(claim.card.claimId);
  });
}
