import { fileContentPath, type InvoiceCardData } from '@countinghouse/protocol';
import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { Chip, type ChipTone } from '../../shared/Chip.tsx';
import { DateText } from '../../shared/DateText.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { CheckRow } from './CheckRow.tsx';
import { cardFacts } from './card-facts.ts';
import { DuplicateNotice } from './DuplicateNotice.tsx';
import { describeUnusable } from './describe-unusable.ts';
import { describeField } from './field-names.ts';
import styles from './InvoiceCard.module.css';
import { type StatusKey, statusKeyOf } from './invoice-progress.ts';
import { ProgressLine } from './ProgressLine.tsx';
import { cardTexts, statusTexts } from './texts.ts';

export interface InvoiceCardActions {
  open(): void;
  /** Each is left out where the person may not do it now. */
  draftClaim?: () => void;
  openClaim?: () => void;
  ask?: () => void;
  answer?: () => void;
  checkDoubts?: () => void;
  /** Picking several invoices of the conversation for one claim. */
  pick?: { isPicked: boolean; count: number; toggle(): void };
  isBusy: boolean;
}

export interface InvoiceCardViewProps {
  card: InvoiceCardData;
  nameOfPerson(id: string): string;
  actions: InvoiceCardActions;
}

const statusTones: Record<StatusKey, ChipTone> = {
  reading: 'quiet',
  refused: 'seal',
  not_invoice: 'quiet',
  checked: 'pine',
  claimed: 'pine',
  draft: 'quiet',
  submitted: 'gold',
  returned: 'seal',
  approved: 'pine',
  booked: 'ok',
  archived: 'ok',
  duplicate: 'seal',
  collision: 'gold',
};

export function StatusChip({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(statusTexts);
  const uploader = useDirectory().person(card.uploaderId);
  const key = statusKeyOf(card);
  // What a supplier hands in is paid, not reimbursed.
  if (key === 'checked' && uploader?.kind === 'guest') return <Chip tone="pine">{texts.received}</Chip>;
  return <Chip tone={statusTones[key]}>{texts[key]}</Chip>;
}

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

function CardFrame({ card, edge, children }: { card: InvoiceCardData; edge: string; children: ReactNode }) {
  const texts = useTexts(cardTexts);
  const name = [texts.invoice, useInvoiceNames().headline(card)].join(' · ');
  return (
    <article className={`${styles.card} ${styles[edge]}`} aria-label={name}>
      {children}
    </article>
  );
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

function ReadCard({ card, nameOfPerson, actions }: InvoiceCardViewProps) {
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
      {card.duplicate && <DuplicateNotice duplicate={card.duplicate} nameOfPerson={nameOfPerson} />}
      <DoubtNotice card={card} />
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

function DoubtNotice({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  const { locale } = useLocale();
  if (card.doubts.length === 0) return null;
  const names = card.doubts.map((name) => describeField(name, locale)).join(locale === 'en' ? ', ' : '、');
  return <p className={styles.noticeGold}>{texts.doubts(names, card.doubts.length)}</p>;
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
