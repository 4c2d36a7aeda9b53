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
  const { pick } = actions;
  return (
    <CardFrame card={card} edge={card.duplicate?.kind === 'same_document' ? 'seal' : 'gold'}>
      <div className={`${styles.top} ${styles.short}`}>
        {pick && <Checkbox checked={pick.isPicked} onChange={pick.toggle} aria-label={texts.select} />}
        <div className={styles.titles}>
          <p className={styles.title}>
            {names.kind(card) || card.file.name} <StatusChip card={card} />
            {card.part && <span className={styles.part}>{texts.partShort(card.part.position, card.part.count)}</span>}
          </p>
          <ShortFacts card={card} />
        </div>
        <div className={styles.amount}>
          <span className={card.doubts.includes('totalAmount') ? styles.doubtful : undefined}>
            <Money amountMinor={card.totalMinor} currency={card.currency} />
          </span>
          <div className={styles.shortLinks}>
            {actions.openClaim && (
              <Button size="small" type="text" loading={actions.isBusy} onClick={actions.openClaim}>
                {card.claimStatus === 'draft' ? texts.continueClaim : texts.openClaim}
              </Button>
            )}
            <Button size="small" type="text" onClick={actions.open}>
              {texts.original}
            </Button>
          </div>
        </div>
      </div>
      <Notices card={card} nameOfPerson={nameOfPerson} />
      <CheckRow checks={findingsOf(card)} />
      <ShortButtons card={card} actions={actions} />
    </CardFrame>
  );
}

/** What failed or needs a look, without what the notices say already. */
const findingsOf = ({ checks, doubts }: InvoiceCardData) =>
  checks.filter(
    ({ id, status, fields }) =>
      (status === 'fail' || status === 'warn') &&
      id !== 'not_duplicate' &&
      (fields.length === 0 || !fields.every((field) => doubts.includes(field))),
  );

function ShortFacts({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  const facts = [
    { name: 'sellerName', value: card.sellerName || card.itemSummary },
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
  const { answer, checkDoubts, ask } = actions;
  if (!answer && !checkDoubts && !ask) return null;
  return (
    <footer className={`${styles.actions} ${styles.shortActions}`}>
      {answer && (
        <Button size="small" type="primary" onClick={answer}>
          {texts.answer(card.openQuestions)}
        </Button>
      )}
      {checkDoubts && (
        <Button size="small" type="primary" onClick={checkDoubts}>
          {texts.confirmDoubts}
        </Button>
      )}
      {ask && (
        <Button size="small" onClick={ask}>
          {texts.ask}
        </Button>
      )}
    </footer>
  );
}
