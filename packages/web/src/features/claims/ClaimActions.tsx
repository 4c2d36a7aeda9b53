import { archivePackagePath, type Claim, ledger } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMe, useMessenger } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { stepToDecide } from './claim-state.ts';
import { DecisionButtons } from './DecisionButtons.tsx';
import { useClaimLinks } from './links.tsx';
import { claimListTexts } from './texts.ts';
import { WithdrawButton } from './WithdrawButton.tsx';

interface ClaimActionsProps {
  claim: Claim;
  query: { replace(claim: Claim): void; reload(): void };
}

const shown = ['decide', 'withdraw', 'book', 'archive', 'download'] as const;
export const hasClaimActions = (claim: Claim) => shown.some((action) => claim.actions.includes(action));

/** What the caller may do now with a claim that is handed in. */
export function ClaimActions({ claim, query }: ClaimActionsProps) {
  const texts = useTexts(claimListTexts);
  const me = useMe();
  const links = useClaimLinks();
  const { call } = useMessenger();
  const message = useToasts();
  const { card, actions } = claim;
  const step = stepToDecide(card, me.person.id);
  const archive = useAction(async () => {
    await call(ledger.archive, { params: { claimId: card.claimId } });
    message.success(texts.archived);
    query.reload();
  });
  return (
    <>
      {actions.includes('decide') && step && <DecisionButtons card={card} step={step} onDecided={query.replace} />}
      {actions.includes('book') && (
        <Button type="primary" onClick={() => links.bookClaim(card.claimId)}>
          {texts.book}
        </Button>
      )}
      {actions.includes('archive') && (
        <Button type="primary" loading={archive.isRunning} onClick={() => archive.run()}>
          {texts.archive}
        </Button>
      )}
      {actions.includes('download') && card.archiveId !== null && (
        <Button href={archivePackagePath(card.archiveId)} download>
          {texts.download}
        </Button>
      )}
      {actions.includes('withdraw') && <WithdrawButton claim={claim} onWithdrawn={query.replace} />}
    </>
  );
}
