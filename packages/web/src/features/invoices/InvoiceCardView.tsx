import { fileContentPath, type InvoiceCardData } from '@countinghouse/protocol';
import { Button, Checkbox } from 'antd';
import { Chip } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { CardFrame, type InvoiceCardActions, type InvoiceCardViewProps, Notices, StatusChip } from './CardParts.tsx';
import { CheckRow } from './CheckRow.tsx';
import { cardFacts } from './card-facts.ts';
import { describeUnusable } from './describe-unusable.ts';
import styles from './InvoiceCard.module.css';
import { ProgressLine } from './ProgressLine.tsx';
import { ShortCard } from './ShortCard.tsx';
import { cardTexts } from './texts.ts';

/** An invoice in a conversation, in every state of its life. */
export function InvoiceCardView(props: InvoiceCardViewProps) {
  switch (props.card.status) {
    case 'reading':
      return <ReadingCard {...props} />;
    case 'refused':
    case 'not_invoice':
      return <UnusableCard {...props} />;
    default:
      return <ReadCard {...props} />;
  }
}

function ReadingCard({ card }: InvoiceCardViewProps) {
  const texts = useTexts(cardTexts);
  return (
    <CardFrame card={card} edge="quiet">
      <div className={styles.top} aria-busy="true">
        <div className={styles.titles}>
          <p className={styles.title}>{card.file.name}</p>
          <p className={styles.sub}>{texts.readingHint}</p>
        </div>
        <StatusChip card={card} />
      </div>
      <div className={styles.bar} role="progressbar" aria-label={texts.reading}>
        <i />
      </div>
      <div className={styles.skeleton} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
    </CardFrame>
  );
}

function UnusableCard({ card, actions }: InvoiceCardViewProps) {
  const texts = useTexts(cardTexts);
  const { locale } = useLocale();
  const isRefused = card.status === 'refused';
  const unusable = describeUnusable(card, locale);
  return (
    <CardFrame card={card} edge={isRefused ? 'seal' : 'quiet'}>
      <div className={styles.top}>
        <div className={styles.titles}>
          <p className={styles.title}>{card.file.name}</p>
        </div>
        <StatusChip card={card} />
      </div>
      <div className={styles.reason}>
        <p className={isRefused ? styles.refusedFound : styles.found}>{unusable?.found}</p>
        <p className={styles.sub}>{unusable?.advice}</p>
      </div>
      <footer className={styles.actions}>
        {!isRefused && <Button onClick={actions.open}>{texts.original}</Button>}
        <span className={styles.space} />
        <Button
          type="text"
          className={styles.quietButton}
          href={fileContentPath(card.file.fileId)}
          download={card.file.name}
        >
          {texts.download}
        </Button>
      </footer>
    </CardFrame>
  );
}

/** From so many invoices in one file on, such as slips on one photo, their cards are short. */
const shortFrom = 3;

function ReadCard(props: InvoiceCardViewProps) {
  return (props.card.part?.count ?? 1) >= shortFrom ? <ShortCard {...props} /> : <FullCard {...props} />;
}

function FullCard({ card, nameOfPerson, actions }: InvoiceCardViewProps) {
  const texts = useTexts(cardTexts);
  const names = useInvoiceNames();
  const isDuplicate = card.duplicate?.kind === 'same_document' && card.status === 'checked';
  return (
    <CardFrame card={card} edge={isDuplicate ? 'seal' : 'gold'}>
      <div className={styles.top}>
        <div className={styles.titles}>
          <p className={styles.title}>
            {names.kind(card) || card.file.name}{' '}
            {card.sellerName && card.itemSummary && <Chip tone="gold">{card.itemSummary}</Chip>}
          </p>
          <p className={styles.sub}>
            {card.sellerName || card.itemSummary || texts.notRead} <StatusChip card={card} />
            {card.part && <span className={styles.part}>{texts.part(card.part.position, card.part.count)}</span>}
          </p>
        </div>
        <div className={styles.amount}>
          <span className={card.doubts.includes('totalAmount') ? styles.doubtful : undefined}>
            <Money amountMinor={card.totalMinor} currency={card.currency} size="large" />
          </span>
          <p className={styles.sub}>{texts.totalLabel}</p>
        </div>
      </div>
      <Facts card={card} />
      <Notices card={card} nameOfPerson={nameOfPerson} />
      <CheckRow checks={card.checks} />
      {card.status !== 'checked' && <ProgressLine card={card} />}
      <CardButtons card={card} actions={actions} />
    </CardFrame>
  );
}

function Facts({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  return (
    <dl className={styles.facts}>
      {cardFacts(card).map((fact) => (
        <div key={fact.key} className={`${styles.fact} ${fact.key === 'buyer' && !card.code ? styles.wide : ''}`}>
          <dt>{fact.key === 'tax' ? texts.tax(card.taxRate) : texts[fact.key]}</dt>
          <dd className={fact.isDoubtful ? styles.doubtful : undefined}>
            {fact.key === 'issueDate' && fact.value ? <DateText at={fact.value} /> : fact.value || texts.notRead}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function CardButtons({ card, actions }: { card: InvoiceCardData; actions: InvoiceCardActions }) {
  const texts = useTexts(cardTexts);
  const { pick } = actions;
  const draftText = pick && pick.count > 1 ? texts.draftClaimOf(pick.count) : texts.draftClaim;
  return (
    <footer className={styles.actions}>
      {actions.answer && (
        <Button type="primary" onClick={actions.answer}>
          {texts.answer(card.openQuestions)}
        </Button>
      )}
      {actions.checkDoubts && (
        <Button type="primary" onClick={actions.checkDoubts}>
          {texts.confirmDoubts}
        </Button>
      )}
      {actions.draftClaim && (
        <Button type="primary" loading={actions.isBusy} onClick={actions.draftClaim}>
          {draftText}
        </Button>
      )}
      {actions.openClaim && (
        <Button loading={actions.isBusy} onClick={actions.openClaim}>
          {card.claimStatus === 'draft' ? texts.continueClaim : texts.openClaim}
        </Button>
      )}
      {actions.ask && <Button onClick={actions.ask}>{texts.ask}</Button>}
      {pick && (
        <Checkbox checked={pick.isPicked} onChange={pick.toggle}>
          {texts.select}
        </Checkbox>
      )}
      <span className={styles.space} />
      {card.openQuestions > 0 && !actions.answer && <Chip tone="gold">{texts.openQuestions(card.openQuestions)}</Chip>}
      <Button type="text" className={styles.quietButton} onClick={actions.open}>
        {texts.original}
      </Button>
    </footer>
  );
}
