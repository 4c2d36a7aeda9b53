import { type ClaimCardData, type ClaimId, claims, type InvoiceId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { Panel, PanelRow } from '../../shared/Panel.tsx';
import { LoadingState } from '../../shared/States.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { useQuery } from '../../shared/use-query.ts';
import { ClaimDetail } from './ClaimDetail.tsx';
import styles from './Claims.module.css';
import { useClaimLinks } from './links.tsx';
import { claimListTexts, claimTexts } from './texts.ts';

/** 待我处理: approvals, returned claims, questions, and the queue for finance. */
export function InboxPanel() {
  const texts = useTexts(claimListTexts);
  const pane = useSidePane();
  const links = useClaimLinks();
  const directory = useDirectory();
  const query = useQuery(
    claims.inbox,
    {},
    {
      reloadOn: (change) =>
        change.kind === 'inbox' || (change.kind === 'card' && change.type === 'Countinghouse.Claim'),
    },
  );
  const inbox = query.data;
  const count = inbox ? inbox.approvals.length + inbox.returned.length + inbox.questions.length : 0;
  const openClaim = (claimId: ClaimId) => pane.open(<ClaimDetail claimId={claimId} onClose={pane.close} />);
  const openInvoice = (invoiceId: InvoiceId) => links.openInvoice(invoiceId);
  return (
    <Panel title={texts.inbox} extra={count > 0 ? count : undefined}>
      {query.status === 'loading' && <LoadingState rows={2} />}
      {query.status === 'failed' && (
        <p className={styles.quiet}>
          {texts.inboxFailed}{' '}
          <Button type="link" size="small" onClick={query.reload}>
            {texts.retry}
          </Button>
        </p>
      )}
      {inbox && count === 0 && inbox.queueCount === 0 && <p className={styles.quiet}>{texts.inboxEmpty}</p>}
      {inbox?.approvals.map((card) => (
        <ClaimRow key={card.claimId} card={card} chip="approval" onOpen={() => openClaim(card.claimId)} />
      ))}
      {inbox?.returned.map((card) => (
        <ClaimRow key={card.claimId} card={card} chip="returned" onOpen={() => openClaim(card.claimId)} />
      ))}
      {inbox?.questions.map((question) => (
        <PanelRow
          key={question.questionId}
          label={texts.question(directory.nameOfPerson(question.askedById))}
          note={<span className={styles.twoLines}>{question.text}</span>}
          value={<Chip tone="gold">{texts.chipQuestion}</Chip>}
          onClick={() => openInvoice(question.invoiceId)}
        />
      ))}
      {inbox && inbox.queueCount > 0 && (
        <PanelRow
          label={texts.queue}
          note={texts.queueCount(inbox.queueCount)}
          value={<Chip tone="pine">{texts.chipQueue}</Chip>}
          onClick={links.openQueue}
        />
      )}
    </Panel>
  );
}

interface ClaimRowProps {
  card: ClaimCardData;
  chip: 'approval' | 'returned';
  onOpen(): void;
}

function ClaimRow({ card, chip, onOpen }: ClaimRowProps) {
  const texts = useTexts(claimListTexts);
  const words = useTexts(claimTexts);
  const directory = useDirectory();
  const excesses = card.lines.filter((line) => line.excess).length;
  const policy = excesses > 0 ? words.excessCount(excesses) : words.withinPolicy;
  const label = chip === 'approval' ? `${directory.nameOfPerson(card.claimantId)} · ${card.title}` : card.title;
  return (
    <PanelRow
      label={label}
      note={`${words.invoiceCount(card.lineCount)} · ${policy}`}
      value={<Money amountMinor={card.totalMinor} currency={card.currency} size="small" />}
      valueNote={
        chip === 'approval' ? (
          <Chip tone="pine">{texts.chipApproval}</Chip>
        ) : (
          <Chip tone="seal">{texts.chipReturned}</Chip>
        )
      }
      onClick={onOpen}
    />
  );
}
