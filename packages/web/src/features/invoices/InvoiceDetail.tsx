import { type Invoice, type InvoiceCardData, type InvoiceId, invoices, Refusal } from '@countinghouse/protocol';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { ResponsivePane } from '../../shared/ResponsivePane.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { useQuery } from '../../shared/use-query.ts';
import { detailTexts } from './detail-texts.ts';
import styles from './InvoiceDetail.module.css';
import { InvoiceDetailActions } from './InvoiceDetailActions.tsx';
import { type CorrectField, InvoiceDetailView } from './InvoiceDetailView.tsx';
import { isClaimedTwice } from './invoice-progress.ts';
import { OriginalViewer } from './OriginalViewer.tsx';
import { cardTexts } from './texts.ts';

interface InvoiceDetailProps {
  invoiceId: InvoiceId;
  /** Known from the conversation: enough to show the original to somebody who may see no more. */
  card?: InvoiceCardData;
  onClose?: () => void;
}

const hidesFields = (error: unknown) =>
  error instanceof Refusal && (error.refusal === 'right_missing' || error.refusal === 'object_missing');

/** The original beside the recognised fields. */
export function InvoiceDetail({ invoiceId, card, onClose }: InvoiceDetailProps) {
  const cardWords = useTexts(cardTexts);
  const names = useInvoiceNames();
  const { call } = useMessenger();
  const query = useQuery(
    invoices.get,
    { params: { invoiceId } },
    { reloadOn: (change) => change.kind === 'card' && change.data.invoiceId === invoiceId },
  );
  const correct = useAction(async (version: number, field: string, value: string) => {
    const body = { version, corrections: [{ field, value }] };
    query.replace(await call(invoices.correct, { params: { invoiceId }, body }));
  });
  const invoice = query.data;
  const shown = invoice?.card ?? card;
  const title = (shown && names.kind(shown)) || shown?.file.name || cardWords.invoice;
  const part = shown?.part && cardWords.part(shown.part.position, shown.part.count);
  const subtitle = shown && [shown.sellerName, shown.number, part].filter(Boolean).join(' · ');
  const onCorrect: CorrectField | undefined = invoice?.actions.includes('correct')
    ? (field, value) => correct.run(invoice.card.version, field, value)
    : undefined;
  return (
    <ResponsivePane
      title={title}
      subtitle={subtitle}
      onClose={onClose}
      footer={
        invoice && hasActions(invoice) ? <InvoiceDetailActions invoice={invoice} onAsked={query.reload} /> : undefined
      }
    >
      {invoice && <InvoiceDetailView invoice={invoice} onCorrect={onCorrect} onAnswered={query.reload} />}
      {query.status === 'loading' && <LoadingState rows={10} />}
      {query.status === 'failed' &&
        (hidesFields(query.error) && card ? (
          <OriginalOnly card={card} />
        ) : (
          <ErrorState error={query.error} onRetry={query.reload} />
        ))}
    </ResponsivePane>
  );
}

const hasActions = (invoice: Invoice) =>
  invoice.claimId !== null ||
  (invoice.actions.includes('claim') && !isClaimedTwice(invoice.card)) ||
  invoice.actions.includes('ask');

function OriginalOnly({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(detailTexts);
  return (
    <div className={styles.only}>
      <p className={styles.remark}>{texts.noPermission}</p>
      <OriginalViewer file={card.file} pageCount={1} fields={[]} active={null} onActivate={() => {}} />
    </div>
  );
}
