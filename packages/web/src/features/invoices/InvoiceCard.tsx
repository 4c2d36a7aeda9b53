import { type Card, type ConversationId, type InvoiceCardData, invoices } from '@countinghouse/protocol';
import { useState } from 'react';
import { AdaptiveCard } from '../../shared/AdaptiveCard.tsx';
import type { CardRendererProps } from '../../shared/card-registry.ts';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { AskDialog } from './AskDialog.tsx';
import type { InvoiceCardActions } from './CardParts.tsx';
import { InvoiceCardView } from './InvoiceCardView.tsx';
import { isClaimable, isClaimedTwice } from './invoice-progress.ts';
import { useInvoiceLinks } from './links.tsx';
import { parseInvoiceCard } from './parse-card.ts';
import { selection, useSelected } from './selection.ts';
import { useDraftClaim } from './use-draft-claim.ts';

/** Card without what this client could not make sense of. */
export const fallbackOf = (card: Card): Card => ({
  ...card,
  body: card.body.flatMap((element) => ('data' in element ? element.fallback : [element])),
});

/** Renderer for `Countinghouse.Invoice`. */
export function InvoiceCard({ data, card, conversationId }: CardRendererProps) {
  const parsed = parseInvoiceCard(data);
  if (!parsed) return <AdaptiveCard card={fallbackOf(card)} conversationId={conversationId} />;
  return <ConnectedCard card={parsed} conversationId={conversationId} />;
}

function ConnectedCard({ card, conversationId }: { card: InvoiceCardData; conversationId: ConversationId }) {
  const directory = useDirectory();
  const [isAsking, setIsAsking] = useState(false);
  const actions = useCardActions({ card, conversationId, startAsking: () => setIsAsking(true) });
  return (
    <>
      <InvoiceCardView card={card} nameOfPerson={directory.nameOfPerson} actions={actions} />
      {isAsking && <AskDialog card={card} onClose={() => setIsAsking(false)} />}
    </>
  );
}

interface CardActionsInput {
  card: InvoiceCardData;
  conversationId: ConversationId;
  startAsking(): void;
}

function useCardActions({ card, conversationId, startAsking }: CardActionsInput): InvoiceCardActions {
  const me = useMe();
  const links = useInvoiceLinks();
  const { call } = useMessenger();
  const picked = useSelected(conversationId);
  const draft = useDraftClaim();
  const findClaim = useAction(async () => {
    const invoice = await call(invoices.get, { params: { invoiceId: card.invoiceId } });
    if (invoice.claimId) links.openClaim(invoice.claimId);
  });
  const isMine = card.uploaderId === me.person.id;
  const isFinance = me.roles.includes('finance');
  const open = () => links.openInvoice(card.invoiceId, card);
  const canClaim = isClaimable(card, me.person);
  const draftIds = new Set(picked).add(card.invoiceId);
  return {
    open,
    isBusy: draft.isRunning || findClaim.isRunning,
    draftClaim: canClaim ? () => draft.run([...draftIds]) : undefined,
    pick: canClaim
      ? {
          isPicked: picked.has(card.invoiceId),
          count: draftIds.size,
          toggle: () => selection.toggle(conversationId, card.invoiceId),
        }
      : undefined,
    checkDoubts:
      isMine && card.status === 'checked' && card.doubts.length > 0 && !isClaimedTwice(card) ? open : undefined,
    openClaim: card.claimNumber !== null && (isMine || isFinance) ? () => findClaim.run() : undefined,
    ask: isFinance && !isMine ? startAsking : undefined,
    answer: isMine && card.openQuestions > 0 ? open : undefined,
  };
}
