import { DownloadOutlined } from '@ant-design/icons';
import { bookingInstancePath, type Invoice } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { AskDialog } from './AskDialog.tsx';
import { isClaimedTwice } from './invoice-progress.ts';
import { useInvoiceLinks } from './links.tsx';
import { cardTexts } from './texts.ts';
import { useDraftClaim } from './use-draft-claim.ts';

/** What the caller may do now with the open invoice. */
export function InvoiceDetailActions({ invoice, onAsked }: { invoice: Invoice; onAsked(): void }) {
  const texts = useTexts(cardTexts);
  const links = useInvoiceLinks();
  const draft = useDraftClaim();
  const [isAsking, setIsAsking] = useState(false);
  const { card, claimId, actions, bookingInstance } = invoice;
  return (
    <>
      {actions.includes('claim') && !isClaimedTwice(card) && (
        <Button
          type="primary"
          loading={draft.isRunning}
          disabled={card.doubts.length > 0}
          onClick={() => draft.run([card.invoiceId])}
        >
          {texts.draftClaim}
        </Button>
      )}
      {claimId !== null && <Button onClick={() => links.openClaim(claimId)}>{texts.openClaim}</Button>}
      {bookingInstance?.isBooked && (
        <Button
          icon={<DownloadOutlined aria-hidden="true" />}
          href={bookingInstancePath(bookingInstance.id)}
          download={bookingInstance.fileName}
        >
          {texts.bookingInstance}
        </Button>
      )}
      {actions.includes('ask') && <Button onClick={() => setIsAsking(true)}>{texts.ask}</Button>}
      {isAsking && <AskDialog card={card} onClose={() => setIsAsking(false)} onAsked={onAsked} />}
    </>
  );
}
