import type { ClaimCardData } from '@countinghouse/protocol';
import { AdaptiveCard } from '../../shared/AdaptiveCard.tsx';
import type { CardRendererProps } from '../../shared/card-registry.ts';
import { useMe } from '../../shared/messenger.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { ClaimCardView } from './ClaimCardView.tsx';
import { ClaimDetail } from './ClaimDetail.tsx';
import { stepToDecide } from './claim-state.ts';
import { DecisionButtons } from './DecisionButtons.tsx';
import { useClaimLinks } from './links.tsx';
import { fallbackOf, parseClaimCard } from './parse-claim-card.ts';

/** Renderer for `Countinghouse.Claim`. */
export function ClaimCard({ data, card, conversationId }: CardRendererProps) {
  const parsed = parseClaimCard(data);
  if (!parsed) return <AdaptiveCard card={fallbackOf(card)} conversationId={conversationId} />;
  return <ConnectedCard card={parsed} />;
}

function ConnectedCard({ card }: { card: ClaimCardData }) {
  const me = useMe();
  const pane = useSidePane();
  const links = useClaimLinks();
  const step = stepToDecide(card, me.person.id);
  return (
    <ClaimCardView
      card={card}
      isMine={card.claimantId === me.person.id}
      onOpen={() => pane.open(<ClaimDetail claimId={card.claimId} onClose={pane.close} />)}
      onOpenInvoice={links.openInvoice}
      decision={step && <DecisionButtons card={card} step={step} />}
    />
  );
}
