import { type ClaimCardData, type ClaimId, claims, ledger } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePaneClosed } from '../../shared/use-pane-closed.ts';
import { useQuery } from '../../shared/use-query.ts';
import { AskAboutInvoice } from './AskAboutInvoice.tsx';
import styles from './Finance.module.css';
import { useFinanceLinks } from './links.tsx';
import { financeTexts } from './texts.ts';

interface QueueProps {
  onBook(claimId: ClaimId): void;
}

/** Approved claims to book and booked ones to archive. */
export function Queue({ onBook }: QueueProps) {
  const texts = useTexts(financeTexts);
  const query = useQuery(
    claims.list,
    { query: { scope: 'queue' } },
    {
      reloadOn: (change) =>
        change.kind === 'inbox' || (change.kind === 'card' && change.type === 'Countinghouse.Claim'),
    },
  );
  usePaneClosed(query.reload);
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  if (!query.data) return <LoadingState rows={8} />;
  const toBook = query.data.claims.filter((card) => card.status === 'approved');
  const toArchive = query.data.claims.filter((card) => card.status === 'booked');
  if (toBook.length + toArchive.length === 0) {
    return <EmptyState mark="财" title={texts.queueEmpty} hint={texts.queueEmptyHint} />;
  }
  return (
    <>
      <Group title={texts.toBook} cards={toBook} onBook={onBook} onDone={query.reload} />
      <Group title={texts.toArchive} cards={toArchive} onBook={onBook} onDone={query.reload} />
    </>
  );
}

interface GroupProps extends QueueProps {
  title: string;
  cards: readonly ClaimCardData[];
  onDone(): void;
}

function Group({ title, cards, onBook, onDone }: GroupProps) {
  if (cards.length === 0) return null;
  return (
    <section className={styles.group} aria-label={title}>
      <h2>
        {title} <span className={styles.quiet}>{cards.length}</span>
      </h2>
      <ul>
        {cards.map((card) => (
          <QueueRow key={card.claimId} card={card} onBook={onBook} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

interface QueueRowProps extends QueueProps {
  card: ClaimCardData;
  onDone(): void;
}

function QueueRow({ card, onBook, onDone }: QueueRowProps) {
  const texts = useTexts(financeTexts);
  const directory = useDirectory();
  const links = useFinanceLinks();
  const [isOpen, setIsOpen] = useState(false);
  const excesses = card.lines.filter((line) => line.excess).length;
  const notes = [
    directory.nameOfPerson(card.claimantId),
    card.number,
    card.costName && directory.nameOf(card.costName),
    card.voucherNumber,
  ];
  return (
    <li className={styles.claim}>
      <div className={styles.claimHead}>
        <button
          type="button"
          className={styles.expand}
          aria-expanded={isOpen}
          title={isOpen ? texts.hideInvoices : texts.showInvoices}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className={styles.arrow} aria-hidden="true">
            ›
          </span>
          <span className={styles.titles}>
            <span className={styles.name}>
              {card.title} {excesses > 0 && <Chip tone="gold">{texts.excess(excesses)}</Chip>}
            </span>
            <span className={styles.quiet}>{notes.filter(Boolean).join(' · ')}</span>
          </span>
        </button>
        <span className={styles.sum}>
          <Money amountMinor={card.totalMinor} currency={card.currency} />
          <span className={styles.quiet}>{texts.invoices(card.lineCount)}</span>
        </span>
        <span className={styles.buttons}>
          <Button type="text" onClick={() => links.openClaim(card.claimId)}>
            {texts.view}
          </Button>
          {card.status === 'approved' ? (
            <Button type="primary" onClick={() => onBook(card.claimId)}>
              {texts.book}
            </Button>
          ) : (
            <ArchiveButton card={card} onDone={onDone} />
          )}
        </span>
      </div>
      {isOpen && <QueueInvoices card={card} />}
    </li>
  );
}

function ArchiveButton({ card, onDone }: { card: ClaimCardData; onDone(): void }) {
  const texts = useTexts(financeTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const archive = useAction(async () => {
    const entry = await call(ledger.archive, { params: { claimId: card.claimId } });
    message.success(texts.archivedToast(entry.claimNumber));
    onDone();
  });
  return (
    <Button loading={archive.isRunning} onClick={() => archive.run()}>
      {texts.archive}
    </Button>
  );
}

function QueueInvoices({ card }: { card: ClaimCardData }) {
  const texts = useTexts(financeTexts);
  const links = useFinanceLinks();
  const [asking, setAsking] = useState<ClaimCardData['lines'][number] | null>(null);
  return (
    <ul className={styles.invoices}>
      {card.lines.map((line) => (
        <li key={line.invoiceId}>
          <span className={styles.name}>
            {line.sellerName || texts.ticket}{' '}
            {line.warnings > 0 && <Chip tone="gold">{texts.warnings(line.warnings)}</Chip>}
          </span>
          <Money amountMinor={line.amountMinor} currency={card.currency} size="small" />
          <span className={styles.buttons}>
            <Button size="small" type="text" onClick={() => links.openInvoice(line.invoiceId)}>
              {texts.original}
            </Button>
            <Button size="small" onClick={() => setAsking(line)}>
              {texts.ask}
            </Button>
          </span>
        </li>
      ))}
      {asking && (
        <AskAboutInvoice
          invoiceId={asking.invoiceId}
          sellerName={asking.sellerName || texts.ticket}
          onClose={() => setAsking(null)}
        />
      )}
    </ul>
  );
}
