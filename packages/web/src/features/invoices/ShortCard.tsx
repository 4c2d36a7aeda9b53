import type { InvoiceCardData } from '@countinghouse/protocol';
import { Button, Checkbox } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { CardFrame, type InvoiceCardActions, type InvoiceCardViewProps, Notices, StatusChip } from './CardParts.tsx';
import { CheckRow } from './CheckRow.tsx';
import styles from './InvoiceCard.module.css';
import { cardTexts } from './texts.ts';

/** One of many invoices of a file: two lines, and only what needs somebody. They are claimed together, above them. */
export function ShortCard({ card, nameOfPerson, actions }: InvoiceCardViewProps) {
  const texts = useTexts(cardTexts);
  const names = useInvoiceNames();
  const findings = card.checks.filter((check) => check.status === 'fail' || check.status === 'warn');
  return (
    <CardFrame card={card} edge={card.duplicate?.kind === 'same_document' ? 'seal' : 'gold'}>
      <div className={`${styles.top} ${styles.short}`}>
        <div className={styles.titles}>
          <p className={styles.title}>
            {names.kind(card) || card.file.name} <StatusChip card={card} />
            {card.part && <span className={styles.part}>{texts.partShort(card.part.position, card.part.count)}</span>}
          </p>
          <p className={styles.sub}>{card.sellerName || card.itemSummary || texts.notRead}</p>
          <ShortFacts card={card} />
        </div>
        <div className={styles.amount}>
          <span className={card.doubts.includes('totalAmount') ? styles.doubtful : undefined}>
            <Money amountMinor={card.totalMinor} currency={card.currency} />
          </span>
        </div>
      </div>
      <Notices card={card} nameOfPerson={nameOfPerson} />
      <CheckRow checks={findings} />
      <ShortButtons card={card} actions={actions} />
    </CardFrame>
  );
}

function ShortFacts({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  const facts = [
    { name: 'issueDate', value: card.issueDate },
    { name: 'invoiceNumber', value: card.number },
  ];
  return (
    <p className={styles.shortFacts}>
      {facts.map(({ name, value }) => (
        <span key={name} className={card.doubts.includes(name) ? styles.doubtful : undefined}>
          {value || texts.notRead}
        </span>
      ))}
    </p>
  );
}

function ShortButtons({ card, actions }: { card: InvoiceCardData; actions: InvoiceCardActions }) {
  const texts = useTexts(cardTexts);
  const { pick } = actions;
  return (
    <footer className={`${styles.actions} ${styles.shortActions}`}>
      {pick && (
        <Checkbox checked={pick.isPicked} onChange={pick.toggle}>
          {texts.select}
        </Checkbox>
      )}
      {actions.answer && (
        <Button size="small" type="primary" onClick={actions.answer}>
          {texts.answer(card.openQuestions)}
        </Button>
      )}
      {actions.checkDoubts && (
        <Button size="small" type="primary" onClick={actions.checkDoubts}>
          {texts.confirmDoubts}
        </Button>
      )}
      {actions.openClaim && (
        <Button size="small" loading={actions.isBusy} onClick={actions.openClaim}>
          {card.claimStatus === 'draft' ? texts.continueClaim : texts.openClaim}
        </Button>
      )}
      {actions.ask && (
        <Button size="small" onClick={actions.ask}>
          {texts.ask}
        </Button>
      )}
      <span className={styles.space} />
      <Button size="small" type="text" className={styles.quietButton} onClick={actions.open}>
        {texts.original}
      </Button>
    </footer>
  );
}
