import { type Claim, type ClaimId, claims } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { ResponsivePane } from '../../shared/ResponsivePane.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useQuery } from '../../shared/use-query.ts';
import { ClaimActions, hasClaimActions } from './ClaimActions.tsx';
import { ClaimStatusChip } from './ClaimCardView.tsx';
import { ClaimEditor } from './ClaimEditor.tsx';
import { ClaimReading } from './ClaimReading.tsx';
import { claimTexts } from './texts.ts';

interface ClaimDetailProps {
  claimId: ClaimId;
  onClose?: () => void;
}

/** One claim: to fill in while it is a draft or returned, to read and decide later. */
export function ClaimDetail({ claimId, onClose }: ClaimDetailProps) {
  const texts = useTexts(claimTexts);
  const directory = useDirectory();
  const query = useQuery(
    claims.get,
    { params: { claimId } },
    { reloadOn: (change) => change.kind === 'card' && change.data.claimId === claimId },
  );
  const claim = query.data;
  const isOpenToEdit = claim?.actions.includes('edit') ?? false;
  const subtitle =
    claim && [claim.card.number, directory.nameOfPerson(claim.card.claimantId)].filter(Boolean).join(' · ');
  return (
    <ResponsivePane
      title={
        <>
          {claim?.card.title || texts.claim} {claim && <ClaimStatusChip status={claim.card.status} />}
        </>
      }
      subtitle={subtitle}
      onClose={onClose}
      footer={claim && !isOpenToEdit && hasClaimActions(claim) ? <ClaimActions {...{ claim, query }} /> : undefined}
    >
      {query.status === 'loading' && <LoadingState rows={8} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {claim && <Content claim={claim} isOpenToEdit={isOpenToEdit} query={query} />}
    </ResponsivePane>
  );
}

interface ContentProps {
  claim: Claim;
  isOpenToEdit: boolean;
  query: { replace(claim: Claim): void; reload(): void };
}

function Content({ claim, isOpenToEdit, query }: ContentProps) {
  if (!isOpenToEdit) return <ClaimReading claim={claim} />;
  return (
    <>
      <ClaimEditor claim={claim} onChanged={query.replace} onStale={query.reload} />
      {claim.card.status === 'returned' && <ClaimReading claim={claim} isBelowEditor />}
    </>
  );
}
